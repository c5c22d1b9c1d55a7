// `npm run verify:hosted` asks a staging project of Supabase the questions that only a real one can answer: are the migrations there,
// is nothing open that should be closed, can the clerk open and close an account. It creates one account and removes it.
import { randomUUID } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import { env } from '../src/platform/env.ts';
import { refuse, run, say } from '../server/words.ts';

type Check = [name: string, holds: () => Promise<boolean>];

const quiet = { auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false } };

function checks(url: string, publishableKey: string, secretKey: string): Check[] {
  const visitor = createClient(url, publishableKey, quiet);
  const clerk = createClient(url, secretKey, quiet);
  const refused = async (answer: PromiseLike<{ error: unknown }>) => (await answer).error !== null;
  const empty = async (answer: PromiseLike<{ data: unknown; error: unknown }>) => {
    const { data, error } = await answer;
    return error !== null || data === null || (Array.isArray(data) && data.length === 0);
  };
  const email = `${randomUUID()}@accounts.gongke.invalid`;
  const password = randomUUID();
  return [
    ['the migrations are applied', async () => !(await refused(clerk.from('organisations').select('id').limit(1)))],
    ['a visitor reads no workers', () => empty(visitor.from('workers').select('id').limit(1))],
    ['a visitor reads no roster', () => empty(visitor.from('roster_entries').select('worker_id').limit(1))],
    ['a visitor reads no audit log', () => empty(visitor.from('audit_entries').select('id').limit(1))],
    ['a visitor has no clerk', () => refused(visitor.rpc('clerk_account_of', { sign_in_name: 'x' }))],
    ['a visitor imports nobody', () => refused(visitor.rpc('import_roster', { house: randomUUID(), people: [] }))],
    ['private is not exposed', () => refused(visitor.schema('private').from('accounts').select('user_id').limit(1))],
    [
      'private is not exposed to the clerk',
      () => refused(clerk.schema('private').from('accounts').select('user_id').limit(1)),
    ],
    ['nobody signs up past the product', () => refused(visitor.auth.signUp({ email: `x${email}`, password }))],
    [
      'the clerk opens an account',
      async () => !(await refused(clerk.auth.admin.createUser({ email, password, email_confirm: true }))),
    ],
    ['the account signs in', async () => !(await refused(visitor.auth.signInWithPassword({ email, password })))],
    ['an account without a worker sees nobody', () => empty(visitor.from('workers').select('id').limit(1))],
    ['its frame is empty', async () => (await visitor.rpc('my_frame')).data === null],
    [
      'the clerk closes the account',
      async () => {
        const { data } = await visitor.auth.getUser();
        return data.user !== null && !(await refused(clerk.auth.admin.deleteUser(data.user.id)));
      },
    ],
  ];
}

await run(async () => {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, SUPABASE_SECRET_KEY } = env();
  if (!SUPABASE_URL || !SUPABASE_PUBLISHABLE_KEY || !SUPABASE_SECRET_KEY) {
    return refuse('请先设置 SUPABASE_URL 和它的两个密钥。', 'Set SUPABASE_URL and its two keys first.');
  }
  let failed = 0;
  for (const [name, holds] of checks(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, SUPABASE_SECRET_KEY)) {
    const held = await holds().catch(() => false);
    if (!held) failed += 1;
    process.stdout.write(`  ${held ? '✓' : '✗'} ${name}\n`);
  }
  if (failed > 0) refuse(`${failed} 项不成立。`, `${failed} of these do not hold.`);
  process.stdout.write(`\n  ${say('这个项目可以使用', 'This project is fit for use')}\n`);
});
