// `npm run bench -- study`: learning evidence in batches of 100, with rights and merging, beside a plain insert of one row a request,
// in the same run on the same durable Postgres. Then the server is killed while phones send, and every event is looked for.
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { runsOf, type StudyEvent } from '../../src/domains/learning/client/runs.ts';
import { startBackend } from '../../supabase/embedded/backend.ts';
import { openPostgres } from '../../supabase/embedded/connection.ts';
import { newSecrets } from '../../supabase/embedded/secrets.ts';
import { startPostgres } from '../support/postgres.ts';

const phones = 8;
const batchSize = 100;
const film_s = 300_000;
const round_ms = Number(process.env['BENCH_ROUND_MS'] ?? 5000);
const rounds = 3;
const kills = Number(process.env['BENCH_KILLS'] ?? 10);

const prepare = `
  select public.clerk_publish_course('{"slug": "bench", "version": 1, "digest": "${'0'.repeat(64)}", "kind": "general", "category": "skill",
    "level": "all", "audiences": ["all"], "provider": "bench", "hours_min": 60, "coverage_pct": 90, "checks": [], "listing": {}, "search": "",
    "content": {"title": {"zh-CN": "课"}}, "banks": {}, "facets": [], "lessons": [{"slug": "film", "position": 1, "kind": "video",
    "title": {"zh-CN": "影片"}, "study_min": 60, "extent": 360000000, "pace": 2000, "flows": true, "floor_ms": 180000000, "content": {}}]}');
  insert into auth.users (id, email) select md5('user ' || n)::uuid, n || '@bench.invalid' from generate_series(1, ${phones}) n;
  insert into public.workers (id, name) select md5('user ' || n)::uuid, '职工' from generate_series(1, ${phones}) n;
  insert into private.accounts (user_id, worker_id) select w.id, w.id from public.workers w;
  insert into auth.sessions (id, user_id, created_at) select u.id, u.id, now() from auth.users u;
  insert into public.enrolments (worker_id, id, course_id, version) select w.id, w.id, c.id, 1 from public.workers w, public.courses c;
  insert into private.sittings (worker_id, id, enrolment_id, lesson, opened_at)
  select w.id, w.id, w.id, 'film', now() - interval '1 day' from public.workers w;
  -- The plain way: a row for a heartbeat, behind the same question who is asking. Nothing is merged, nothing is judged.
  create table public.plain_events (
    worker_id uuid not null, id uuid not null, sitting_id uuid not null, from_ms bigint not null, to_ms bigint not null,
    part int4range, rate real, received_at timestamptz not null default now(), primary key (worker_id, id)
  );
  alter table public.plain_events enable row level security;
  create policy plain_insert on public.plain_events for insert to authenticated with check (worker_id = (select private.my_worker_id()));
  grant insert on public.plain_events to authenticated`;

const server = await startPostgres({ durable: true });
const url = await server.createDatabase('bench');
const database = openPostgres(url);
await startBackend({ database, filesDir: mkdtempSync(join(tmpdir(), 'gongke-bench-')), secrets: newSecrets() });
await database.script(prepare);
const ids = (await database.query<{ id: string }>('select id from public.workers order by id')).map(({ id }) => id);
await database.close();

type Connection = ReturnType<typeof postgres>;
const connect = () => postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 5 });

/** One request as PostgREST makes it: its own transaction, the caller's claims, her role. One way there and back. */
const request = (sql: Connection, worker: string, statement: string) =>
  sql.unsafe(`begin; select set_config('request.jwt.claims', '{"sub": "${worker}", "role": "authenticated", "session_id": "${worker}"}', true),
    set_config('request.jwt.claim.sub', '${worker}', true); set local role authenticated; ${statement}; commit`);

/** Seconds of one film that follow one another, as a phone sends them after a while without network. */
function heartbeats(worker: string, stream: string, first: number, count: number): StudyEvent[] {
  const now = Date.now() - count * 1000;
  return Array.from({ length: count }, (_, index) => ({
    stream,
    number: first + index,
    sitting: worker,
    from_ms: now + index * 1000,
    to_ms: now + (index + 1) * 1000,
    part: [((first + index) % film_s) * 1000, ((first + index) % film_s) * 1000 + 1000],
    rate: 1,
    present: true,
  }));
}

const record = (sql: Connection, worker: string, events: StudyEvent[]) =>
  request(
    sql,
    worker,
    `select public.record_study('${JSON.stringify({ sent_at_ms: Date.now(), runs: runsOf(events) })}')`,
  );

/** Sends what was observed, the first of it by its number, and says how many observations that were. */
type Send = (sql: Connection, worker: string, stream: string, first: number) => Promise<number>;

const sendBatch: Send = async (sql, worker, stream, first) => {
  await record(sql, worker, heartbeats(worker, stream, first, batchSize));
  return batchSize;
};

const sendPlain: Send = async (sql, worker, stream, first) => {
  for (const { sitting, from_ms, to_ms, part, rate } of heartbeats(worker, stream, first, 1))
    await request(
      sql,
      worker,
      `insert into public.plain_events (worker_id, id, sitting_id, from_ms, to_ms, part, rate)
       values ('${worker}', '${randomUUID()}', '${sitting}', ${from_ms}, ${to_ms}, '[${part?.join(',')})', ${rate})`,
    );
  return 1;
};

async function measure(send: Send): Promise<number> {
  const end = performance.now() + round_ms;
  const began = performance.now();
  const counts = await Promise.all(
    ids.map(async (worker) => {
      const sql = connect();
      const stream = randomUUID();
      let sent = 0;
      while (performance.now() < end) sent += await send(sql, worker, stream, sent);
      await sql.end();
      return sent;
    }),
  );
  return (counts.reduce((sum, count) => sum + count, 0) * 1000) / (performance.now() - began);
}

const nameOf = ({ stream, number }: StudyEvent) => `${stream}/${number}`;

/** Sends until the server dies, and remembers what was acknowledged and what was on its way. */
async function sendUntilCrash(worker: string, acknowledged: Set<string>, doubtful: StudyEvent[][]): Promise<void> {
  const sql = connect();
  const stream = randomUUID();
  try {
    for (let first = 0; ; first += batchSize) {
      const events = heartbeats(worker, stream, first, batchSize);
      doubtful.push(events);
      await record(sql, worker, events);
      doubtful.pop();
      for (const event of events) acknowledged.add(nameOf(event));
    }
  } catch {
    await sql.end({ timeout: 1 });
  }
}

async function killAndCount(): Promise<{ lost: number; doubled: number; acknowledged: number }> {
  const acknowledged = new Set<string>();
  for (let kill = 0; kill < kills; kill++) {
    const doubtful = new Map(ids.map((worker) => [worker, [] as StudyEvent[][]]));
    const senders = ids.map((worker) => sendUntilCrash(worker, acknowledged, doubtful.get(worker) ?? []));
    await new Promise((resolve) => setTimeout(resolve, 400 + Math.random() * 600));
    await server.crash();
    await Promise.all(senders);
    // A phone that heard nothing sends the same again; what had arrived after all must not count twice.
    const sql = connect();
    for (const [worker, batches] of doubtful)
      for (const events of batches) {
        await record(sql, worker, events);
        for (const event of events) acknowledged.add(nameOf(event));
      }
    await sql.end();
  }
  const sql = connect();
  const kept = sql<{ name: string }[]>`
    select e.stream_id || '/' || n as name
    from private.study_evidence e cross join unnest(e.numbers) s cross join generate_series(lower(s), upper(s) - 1) n`;
  const seen = new Map<string, number>();
  for await (const rows of kept.cursor(100_000))
    for (const { name } of rows) if (acknowledged.has(name)) seen.set(name, (seen.get(name) ?? 0) + 1);
  const [clock] = await sql<{ wrong: number }[]>`
    select count(*)::integer as wrong from public.study_days d
    where d.counted_ms > 86400000 or d.counted_ms <> private.counted_ms(d.live, d.late)`;
  await sql.end();
  const doubled = [...seen.values()].filter((times) => times > 1).length + (clock?.wrong ?? 0);
  return { lost: acknowledged.size - seen.size, doubled, acknowledged: acknowledged.size };
}

const plain: number[] = [];
const batched: number[] = [];
for (let round = 0; round < rounds; round++) {
  plain.push(await measure(sendPlain));
  batched.push(await measure(sendBatch));
  console.log(
    JSON.stringify({ round, plain: Math.round(plain.at(-1) ?? 0), batched: Math.round(batched.at(-1) ?? 0) }),
  );
}
const middle = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const { lost, doubled, acknowledged } = await killAndCount();
await server.stop();
const ratio = Math.round((middle(batched) / middle(plain)) * 10) / 10;
console.log(
  JSON.stringify({ events_per_s: Math.round(middle(batched)), plain_per_s: Math.round(middle(plain)), acknowledged }),
);
console.log(JSON.stringify({ bench: 'study', ratio, kills, lost, doubled }));
