// `npm run federation -- NAME PHONE-OR-MAIL` founds a new tree and makes the account of that name its first officer; run again with
// another account it makes the second, whom four eyes need. The only step that needs the operator: from here on officers found,
// invite and import in the product. Each signs up first.
import { parseSignInName } from '../src/domains/membership/account/rules.ts';
import { clerk } from '../src/platform/clerk.ts';
import { unwrap } from '../src/platform/db.ts';
import { env } from '../src/platform/env.ts';
import { openEmbedded } from '../server/embedded.ts';
import { refuse, run, say } from '../server/words.ts';

await run(async () => {
  const [name, typed] = process.argv.slice(2);
  const officer = parseSignInName(typed ?? '');
  if (!name || !officer) {
    return refuse('用法：npm run federation -- 名称 手机号或邮箱', 'Usage: npm run federation -- NAME PHONE-OR-MAIL');
  }
  const embedded = env().SUPABASE_URL === undefined ? await openEmbedded(env()) : undefined;
  try {
    await unwrap(clerk().rpc('clerk_found_federation', { federation_name: name, officer_name: officer.name }));
    process.stdout.write(`  ${say('已成立', 'Founded')} ${name}\n`);
  } catch (thrown) {
    const word = thrown instanceof Error ? thrown.message : '';
    if (word !== 'worker_not_found') throw thrown;
    refuse(`${typed} 还没有账号，请先在网页上注册。`, `${typed} has no account yet: sign up in the product first.`);
  } finally {
    await embedded?.close();
  }
});
