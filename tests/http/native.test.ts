import { createHash } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import errors from '../../content/i18n/en/errors.json' with { type: 'json' };
import { startPostgres, type NativePostgres } from '../support/postgres.ts';
import { startProduct, type Product } from '../support/product.ts';
import { nameOf, visit, wordsOf } from '../support/visitor.ts';

// The whole product on a native Postgres. Here a test can also reach the database, which is how slips come into being.

let server: NativePostgres | undefined;
let product: Product | undefined;
let sql: postgres.Sql | undefined;

beforeAll(async () => {
  server = await startPostgres();
  const url = await server.createDatabase('product');
  product = await startProduct({ env: { DATABASE_URL: url } });
  sql = postgres(url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql?.end();
  await product?.stop();
  await server?.stop();
});

async function newSlip(code: string, employeeNo: string, until = "now() + interval '1 day'"): Promise<string> {
  await sql?.unsafe(
    `insert into private.activation_codes (code_hash, house_id, employee_no, expires_at)
     select $1, house_id, employee_no, ${until} from public.roster_entries where employee_no = $2`,
    [createHash('sha256').update(code).digest('hex'), employeeNo],
  );
  return code;
}
const activate = (slip: string, name: string) =>
  visit(product?.url).post('/activate?_action=account.activate', { slip, name, new_password: 'correct horse battery' });

describe('on a native Postgres', () => {
  it('the product is ready and people sign in', async () => {
    expect((await visit(product?.url).get('/ready')).status).toBe(200);
    const visitor = visit(product?.url);
    await visitor.signIn(nameOf('manager'));
    expect(await visitor.isSignedIn()).toBe(true);
  });

  it('who has an account reads whose slip it is before she joins by it', async () => {
    const slip = await newSlip('ABCD2345EFGM', 'JG0006');
    const visitor = visit(product?.url);
    await visitor.signIn(nameOf('carer'));
    const join = (fields: object) => visitor.post('/me?_action=account.claimSlip', { slip, ...fields });
    const members = () => sql?.unsafe(`select from public.audit_entries where action = 'roster.claimed'`);
    expect(wordsOf((await join({})).text)).toContain('Do you want to join it?');
    expect(await members()).toHaveLength(0);
    expect((await join({ agreed: 'yes' })).status).toBe(200);
    expect(await members()).toHaveLength(1);
  });

  it('what travels as JSON arrives as JSON', async () => {
    const visitor = visit(product?.url);
    await visitor.signIn(nameOf('worker'));
    const file = {
      name: '职工甲',
      gender: 'female',
      birth_year: '1991',
      employment_kind: '',
      trade: '焊工',
      skill_level: '',
    };
    expect((await visitor.post('/me/file?_action=file.keepMine', file)).status).toBe(200);
    expect((await visitor.get('/me/file')).text).toContain('value="1991"');
  });

  it('a slip says whose it is and turns an entry into an account', async () => {
    const slip = await newSlip('ABCD2345EFGH', 'JG0003');
    const page = await visit(product?.url).get('/activate?code=abcd-2345-efgh');
    expect(wordsOf(page.text)).toContain('工友003');
    const reply = await activate(slip, '13900000077');
    expect(reply).toMatchObject({ status: 303, location: '/me' });
    const visitor = visit(product?.url);
    await visitor.signIn('13900000077', 'correct horse battery');
    expect((await visitor.get('/me')).text).toContain('工友003');
    const again = await activate(slip, '13900000078');
    expect(again.status).toBe(409);
    expect(wordsOf(again.text)).toContain(errors.errors_activation_code_used);
  });

  it('a slip that is too old, wrong or mistyped says so', async () => {
    const old = await newSlip('ABCD2345EFGK', 'JG0004', "now() - interval '1 s'");
    const cases = {
      [old]: [409, errors.errors_activation_code_expired],
      ZZZZ2345ZZZZ: [422, errors.errors_activation_code_wrong],
      'ABCD-0000': [400, errors.errors_activation_code_not_understood],
    } as const;
    for (const [slip, [status, words]] of Object.entries(cases)) {
      const reply = await activate(slip, '13900000079');
      expect({ slip, status: reply.status }).toEqual({ slip, status });
      expect(wordsOf(reply.text)).toContain(words);
    }
  });

  it('guessing slips is slowed down', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 7; count++)
      statuses.push((await activate(`ZZZZ2345ZZZ${2 + count}`, '13900000079')).status);
    expect(statuses).toContain(429);
  });

  it('who left her desk for half an hour signs in again, and is back where she was', async () => {
    const visitor = visit(product?.url);
    await visitor.signIn(nameOf('officer'));
    const path = '/me/security?a=1';
    expect((await visitor.get(path)).status).toBe(200);
    await sql?.unsafe(`update private.session_devices set seen_at = now() - interval '31 minutes'`);
    const asked = await visitor.get(path);
    expect(asked).toMatchObject({ status: 303, location: `/sign-in?back=${encodeURIComponent(path)}&left=yes` });
    expect(wordsOf((await visitor.get(asked.location ?? '')).text)).toContain('after 30 minutes');
    const again = await visitor.post(`/sign-in?_action=account.signIn&back=${encodeURIComponent(path)}`, {
      name: nameOf('officer'),
      password: 'gongke-2026',
    });
    expect(again).toMatchObject({ status: 303, location: path });
    expect((await visitor.get(path)).status).toBe(200);
  });

  it('a device is on the list of its owner until she forgets it', async () => {
    const visitor = visit(product?.url);
    await visitor.get('/sign-in');
    await visitor.signIn(nameOf('auditor'));
    const listed = async () => / value="([0-9a-f]{64})"/.exec((await visitor.get('/me/security')).text)?.[1];
    const device = await listed();
    expect(device).toBeDefined();
    await visitor.post('/me/security?_action=account.forgetDevice', { device: device ?? '' });
    expect(await listed()).toBeUndefined();
  });

  it('being forgotten needs the password and a tick, and then nobody is there', async () => {
    const visitor = visit(product?.url);
    await visitor.signIn(nameOf('carer'));
    const erase = (fields: Record<string, string>) => visitor.post('/privacy?_action=account.eraseMe', fields);
    expect((await erase({ password: 'gongke-2026' })).status).toBe(400);
    expect((await erase({ password: 'wrong', understood: 'on' })).status).toBe(422);
    expect(await visitor.isSignedIn()).toBe(true);
    await erase({ password: 'gongke-2026', understood: 'on' });
    expect(await visitor.isSignedIn()).toBe(false);
    expect((await visit(product?.url).signIn(nameOf('carer'))).status).toBe(422);
    const left = await sql?.unsafe(`select from public.workers where name = '职工乙'`);
    expect(left).toHaveLength(0);
  });

  it('an inside failure is a page in words with a number, and a line in the log without her name', async () => {
    await sql?.unsafe('alter function public.my_frame() rename to my_frame_gone');
    const visitor = visit(product?.url);
    await visitor.signIn(nameOf('worker'));
    const reply = await visitor.get('/me');
    await sql?.unsafe('alter function public.my_frame_gone() rename to my_frame');
    expect(reply.status).toBe(500);
    expect(wordsOf(reply.text)).toContain(errors.errors_internal);
    const id = reply.headers.get('x-request-id') ?? '';
    expect(reply.text).toContain(id);
    const line =
      product
        ?.output()
        .split('\n')
        .find((one) => one.includes(id)) ?? '';
    expect(line).toContain('request_failed');
    expect(product?.output().split('Ctrl-C')[1]).not.toContain(nameOf('worker'));
  });
});
