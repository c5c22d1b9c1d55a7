// `npm run bench -- catalogue`: what a page of the catalogue touches with a thousand courses, and with a hundred thousand courses and
// a million enrolments. Buffers are counted by Postgres itself, so the figure doesn't depend on the machine.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { searchQuery, searchVector } from '../../src/domains/courses/search.ts';
import { startBackend } from '../../supabase/embedded/backend.ts';
import { openPostgres } from '../../supabase/embedded/connection.ts';
import { newSecrets } from '../../supabase/embedded/secrets.ts';
import { startPostgres } from '../support/postgres.ts';

interface World {
  courses: number;
  enrolments: number;
}

const small: World = { courses: 1_000, enrolments: 10_000 };
const large: World = { courses: Number(process.env['BENCH_COURSES'] ?? 100_000), enrolments: 1_000_000 };
/** A page of 24 lines after the first, as a reader who goes on asks for it. */
const first = searchVector(['焊条电弧焊入门 电焊工']);
const others = ['消防安全与逃生', '数控车削入门', '居家照护基础', '劳动法常识', '职业健康'].map((title) =>
  searchVector([title]),
);
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Titles repeat as titles do; one course in a thousand, but never fewer than ten, is about welding. */
const fill = ({ courses, enrolments }: World) => `
  insert into public.courses (slug, version, kind, category, trade, level, audiences, provider, hours_min, listing, search, published_at)
  select 'course-' || n, 1, (array['general','position','theme','culture'])[1 + n % 4]::public.course_kind,
    (array['safety','fire','skill','law','care'])[1 + n % 5], (array['welder','turner','carer','electrician'])[1 + n % 4], 'all', '{all}',
    'provider-' || n % 7, 15 + (n * 7919) % 600,
    jsonb_build_object('title', jsonb_build_object('zh-CN', '课程 ' || n), 'summary', jsonb_build_object('zh-CN', repeat('介绍', 40))),
    case when n % ${courses / 10} = 0 then ${literal(first)} else (array[${others.map(literal).join(',')}])[1 + n % ${others.length}] end::tsvector,
    timestamptz '2026-01-01' + n * interval '1 second'
  from generate_series(1, ${courses}) n;
  insert into public.course_versions (course_id, version, digest, hours_min, coverage_pct, checks, content)
  select id, 1, repeat('0', 64), hours_min, 90, '{}', listing from public.courses;
  insert into public.workers (id, name) select md5('worker ' || n)::uuid, '职工' from generate_series(1, ${enrolments / 10}) n;
  insert into public.enrolments (worker_id, id, course_id, version)
  select md5('worker ' || 1 + n / 10 % ${enrolments / 10})::uuid, md5('enrolment ' || n)::uuid, c.id, 1
  from generate_series(0, ${enrolments - 1}) n
  join (select id, row_number() over () - 1 as place from public.courses) c on c.place = (n * 7 + n / 10) % ${courses}
  on conflict do nothing;`;

/** Each fills a page in both worlds: fewer lines would cost less for that reason alone. Rare words find ten courses in each. */
const questions: Record<string, object> = {
  newest: {},
  shortest: { sort: 'shortest' },
  kind: { kind: 'position' },
  trade_and_category: { trade: 'welder', category: 'safety' },
  provider_long: { provider: 'provider-3', over_min: 120 },
  search: { search: searchQuery('电焊工') },
  search_initials: { search: searchQuery('dhg') },
  search_common: { search: searchQuery('安全') },
};

interface Cost {
  buffers: number;
  elapsed_ms: number;
}

async function ask(sql: postgres.Sql, wanted: object): Promise<Cost> {
  const text = `explain (analyze, buffers, format json) select public.catalogue(${literal(JSON.stringify(wanted))}::jsonb)`;
  const run = async () => {
    const [row] = await sql.unsafe(text);
    const [explained] = row?.['QUERY PLAN'] as [
      { 'Execution Time': number; Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } },
    ];
    const { Plan: plan } = explained;
    return { buffers: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], elapsed_ms: explained['Execution Time'] };
  };
  const runs: Cost[] = [];
  for (let index = 0; index < 7; index++) runs.push(await run());
  runs.sort((a, b) => a.elapsed_ms - b.elapsed_ms);
  return { buffers: Math.min(...runs.map(({ buffers }) => buffers)), elapsed_ms: runs[3]?.elapsed_ms ?? 0 };
}

const server = await startPostgres();

async function costs(name: string, world: World): Promise<Record<string, Cost>> {
  const url = await server.createDatabase(name);
  const database = openPostgres(url);
  await startBackend({ database, filesDir: mkdtempSync(join(tmpdir(), 'gongke-bench-')), secrets: newSecrets() });
  await database.script(fill(world));
  await database.close();
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql.unsafe('vacuum analyze');
  await sql.unsafe(`set role service_role`);
  const found: Record<string, Cost> = {};
  for (const [question, wanted] of Object.entries(questions)) found[question] = await ask(sql, wanted);
  await sql.end();
  return found;
}

const before = await costs('small', small);
const after = await costs('large', large);
await server.stop();
const growths = Object.keys(questions).map((question) => {
  const [few, many] = [before[question], after[question]];
  if (!few || !many) throw new Error(question);
  const growth = many.buffers / few.buffers;
  console.log(JSON.stringify({ question, courses: [small.courses, large.courses], ...few, large: many, growth }));
  return growth;
});
console.log(JSON.stringify({ bench: 'catalogue', buffer_growth: Math.round(Math.max(...growths) * 100) / 100 }));
