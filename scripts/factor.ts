// `npm run factor -- PHONE-OR-MAIL` takes the second factor of an account away and ends its sessions: for somebody whose phone and paper
// are both gone. Make sure that it is she who asks.
import { parseSignInName } from '../src/domains/membership/account/rules.ts';
import { clerk } from '../src/platform/clerk.ts';
import { unwrap } from '../src/platform/db.ts';
import { env } from '../src/platform/env.ts';
import { openEmbedded } from '../server/embedded.ts';
import { refuse, run, say } from '../server/words.ts';

await run(async () => {
  const typed = process.argv[2] ?? '';
  const whose = parseSignInName(typed);
  if (!whose) return refuse('用法：npm run factor -- 手机号或邮箱', 'Usage: npm run factor -- PHONE-OR-MAIL');
  const embedded = env().SUPABASE_URL === undefined ? await openEmbedded(env()) : undefined;
  try {
    const dropped = await unwrap(clerk().rpc('clerk_drop_factor', { sign_in_name: whose.name }));
    if (!dropped) return refuse(`${typed} 没有第二道验证。`, `${typed} has no second factor.`);
    process.stdout.write(`  ${say('已取消，所有登录已结束', 'Removed, and every session ended')} ${typed}\n`);
  } finally {
    await embedded?.close();
  }
});
