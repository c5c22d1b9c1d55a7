import { setTimeout as sleep } from 'node:timers/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoPassword } from '../../supabase/embedded/demo.ts';
import { openPglite } from '../../supabase/embedded/connection.ts';
import { startProduct, type Product } from './product.ts';

const house = '00000000-0000-4000-8000-000000000010';

export interface KillReport {
  kills: number;
  rows: number;
  /** People whose import was acknowledged and who are not there. */
  lost: number;
  /** People who are there twice: as roster entries, as workers or as memberships. */
  doubled: number;
}

const sheet = (rows: number) =>
  ['工号,姓名,班组,工种', ...Array.from({ length: rows }, (_, n) => `KILL${n},工友${n},突击${n % 7}班,钳工`)].join(
    '\n',
  );

async function signIn({ url }: Product): Promise<string> {
  const answer = await fetch(`${url}/sign-in?_action=account.signIn`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url },
    body: new URLSearchParams({ name: 'manager@demo.gongke.example', password: demoPassword }),
  });
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

async function upload({ url }: Product, cookie: string, rows: number): Promise<string> {
  const form = new FormData();
  form.set('house', house);
  form.set('file', new File([sheet(rows)], '名册.csv', { type: 'text/csv' }));
  const answer = await fetch(`${url}/organisations/${house}/imports?_action=roster.upload`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url, cookie },
    body: form,
  });
  const place = answer.headers.get('location') ?? '';
  if (!place.includes('/imports/')) throw new Error(`the upload answered ${answer.status}: ${await answer.text()}`);
  return place;
}

/** Asks for chunk after chunk and reports what was acknowledged, until all is done or the product is gone. */
async function drive(
  { url }: Product,
  cookie: string,
  place: string,
  acknowledge: (done: number) => void,
): Promise<boolean> {
  for (;;) {
    const answer = await fetch(`${url}${place}/step`, {
      method: 'POST',
      headers: { origin: url, cookie, accept: 'application/json' },
    }).catch(() => undefined);
    if (!answer) return false;
    const body = (await answer.json().catch(() => undefined)) as { done?: number; good?: number } | undefined;
    if (body?.done === undefined) return false;
    acknowledge(body.done);
    if (body.done >= (body.good ?? Infinity)) return true;
  }
}

const count = `
  select (select count(*)::int from public.roster_entries where employee_no like 'KILL%') as entries,
    (select count(*)::int from public.workers where name like '工友%' and trade = '钳工') as workers,
    (select count(*)::int from public.memberships m join public.workers w on w.id = m.worker_id where w.trade = '钳工') as joined,
    (select t.workers from public.organisation_tallies t where t.organisation_id = '${house}') as tallied,
    (select count(*)::int from public.roster_entries e where e.house_id = '${house}') as listed`;

type Counts = Record<'entries' | 'workers' | 'joined' | 'tallied' | 'listed', number>;

async function countPeople(dataDir: string): Promise<Counts> {
  const database = await openPglite(join(dataDir, 'database'));
  const [row] = await database.query<Counts>(count);
  await database.close();
  if (!row) throw new Error('no counts');
  return row;
}

/** One import, killed again and again in the middle, continued each time by opening the product anew. */
export async function killDuringImport(kills: number, rows: number): Promise<KillReport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gongke-kills-'));
  let acknowledged = 0;
  let lost = 0;
  let product = await startProduct({ dataDir });
  let cookie = await signIn(product);
  const place = await upload(product, cookie, rows);
  for (let kill = 0; kill < kills; kill++) {
    const driving = drive(product, cookie, place, (done) => (acknowledged = Math.max(acknowledged, done)));
    // Somewhere within a chunk: each takes some tens of milliseconds.
    await sleep(20 + Math.random() * 120);
    await product.stop('SIGKILL');
    await driving;
    const { entries } = await countPeople(dataDir);
    lost += Math.max(0, acknowledged - entries);
    product = await startProduct({ dataDir });
    cookie = await signIn(product);
  }
  const finished = await drive(product, cookie, place, (done) => (acknowledged = Math.max(acknowledged, done)));
  await product.stop();
  const { entries, workers, joined, tallied, listed } = await countPeople(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
  if (!finished) throw new Error('the import could not be finished');
  const doubled = Math.max(entries, workers, joined) - rows + Math.abs(tallied - listed);
  return {
    kills,
    rows,
    lost: lost + Math.max(0, rows - Math.min(entries, workers, joined)),
    doubled: Math.max(0, doubled),
  };
}
