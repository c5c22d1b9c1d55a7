import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { demoPassword, demoPeople } from '../../../supabase/embedded/demo.ts';
import { startPostgres } from '../../support/postgres.ts';
import { startProduct } from '../../support/product.ts';
import { Life } from './life.ts';

// A product on a native Postgres with courses of the bench's own, and as many workers as are asked for. Nobody waits for hours to pass: the
// past of a worker is moved back instead, in every table that knows when something happened.

export const minute = 60_000;

const film = (minutes: number) => ({
  ...{ slug: 'film', position: 1, kind: 'video', title: { 'zh-CN': '影片' }, study_min: minutes },
  ...{ extent: minutes * minute, pace: 2000, floor_ms: (minutes * minute) / 2 },
  content: { duration_s: minutes * 60, sources: [], captions: { 'zh-CN': 'x' }, poster: 'x', silent: true, files: {} },
});

/** A text that the fastest reader takes so many minutes for: what of it is covered is told in milliseconds of reading. */
const text = (minutes: number) => ({
  ...{ slug: 'text', position: 1, kind: 'article', title: { 'zh-CN': '文章' }, study_min: minutes },
  ...{ extent: minutes * minute, pace: 1000, floor_ms: minutes * minute },
  content: { body: { 'zh-CN': 'x' }, texts: { x: '# 一\n\n文章。' } },
});

export interface CourseOf {
  slug: string;
  lesson: 'film' | 'text';
  minutes: number;
  hours_min: number;
  version: number;
}

const courseJson = ({ slug, lesson, minutes, hours_min, version }: CourseOf) => ({
  ...{
    slug,
    version,
    digest: String(version).repeat(64).slice(0, 64),
    kind: 'general',
    category: 'skill',
    level: 'all',
  },
  ...{
    audiences: ['all'],
    provider: 'bench',
    hours_min,
    coverage_pct: 100,
    checks: [],
    search: '',
    facets: [],
    banks: {},
  },
  listing: { title: { 'zh-CN': slug }, summary: { 'zh-CN': slug } },
  content: {
    title: { 'zh-CN': slug },
    cover: { paper: '#fff', ink: '#000', accent: '#a00', motif: 'flame', glyph: '试' },
  },
  lessons: [lesson === 'film' ? film(minutes) : text(minutes)],
});

/** A row of the auth services like that of a demo person, whose password is known, with some of it changed. */
async function copyRow(sql: postgres.Sql, table: string, where: string, changes: object): Promise<void> {
  const [{ columns } = { columns: '' }] = await sql<{ columns: string }[]>`
    select string_agg(quote_ident(a.attname), ', ') as columns from pg_attribute a
    where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''`;
  await sql.unsafe(
    `insert into ${table} (${columns}) select ${columns} from (
       select (jsonb_populate_record(t, $1::text::jsonb)).* from ${table} t
       where ${where} = (select a.user_id from private.accounts a where a.worker_id = $2::uuid)
     ) c`,
    [JSON.stringify(changes), demoPeople['worker']?.workerId ?? ''],
  );
}

const shift = (column: string) =>
  `${column} = coalesce((select range_agg(tstzrange(lower(s) - $2::interval, upper(s) - $2::interval)) from unnest(${column}) s), '{}')`;
const back = (...columns: string[]) => columns.map((column) => `${column} = ${column} - $2::interval`).join(', ');

/** Everything that knows when something of a worker happened. */
const past = [
  `update private.sittings set ${back('opened_at', 'kept_at')} where worker_id = $1`,
  `update public.study_progress set ${[shift('live'), shift('late_told'), shift('late'), back('seen_at', 'completed_at')].join(', ')} where worker_id = $1`,
  `update private.presence set ${back('sign_at', 'next_check_at')} where worker_id = $1`,
  `update private.presence_checks set ${back('since_at', 'asked_at', 'answered_at')} where worker_id = $1`,
  `update private.paid_time set ${shift('spans')}, during = tstzrange(lower(during) - $2::interval, upper(during) - $2::interval) where worker_id = $1`,
  `update public.outcomes set ${back('achieved_at')} where worker_id = $1`,
  `update public.enrolments set ${back('began_at', 'completed_at')} where worker_id = $1`,
  `delete from public.study_days where worker_id = $1 and $2::interval is not null`,
  `insert into public.study_days (worker_id, day, live, late)
   select $1, d.day, d.live, d.late from (
     select coalesce(range_agg(p.live), '{}') as live, coalesce(range_agg(p.late), '{}') as late from public.study_progress p
     where p.worker_id = $1 and $2::interval is not null
   ) u cross join lateral private.by_day(u.live, u.late) d`,
  `select private.count_days($1, '2000-01-01') where $2::interval is not null`,
];

export interface World {
  life(name: string): Promise<Life>;
  course(wanted: Partial<CourseOf> & Pick<CourseOf, 'lesson' | 'minutes'>): Promise<CourseOf>;
  end(): Promise<void>;
}

export async function openWorld(random: () => number): Promise<World> {
  const server = await startPostgres();
  const url = await server.createDatabase('honest');
  const product = await startProduct({ env: { DATABASE_URL: url } });
  const sql = postgres(url, { max: 2, onnotice: () => {} });
  // Results never change, but for the clock of a bench.
  await sql.unsafe(`alter table public.outcomes disable trigger outcomes_keep`);
  let courses = 0;

  const pass = (worker: string, ms: number) =>
    sql.begin(async (tx) => {
      for (const statement of past) await tx.unsafe(statement, [worker, `${ms} milliseconds`]);
    });

  return {
    life: async (name) => {
      const [id, login] = [randomUUID(), `${name}@bench.gongke.example`];
      const email = `${id}@bench.invalid`;
      await copyRow(sql, 'auth.users', 't.id', { id, email });
      const identity = { id: randomUUID(), user_id: id, provider_id: id, identity_data: { sub: id, email } };
      await copyRow(sql, 'auth.identities', 't.user_id', identity);
      await sql`insert into public.workers (id, name) values (${id}, '职工')`;
      await sql`insert into private.accounts (user_id, worker_id) values (${id}, ${id})`;
      await sql`insert into private.sign_in_names (name, kind, user_id, proven_at) values (${login}, 'email', ${id}, now())`;
      return new Life({ base: product.url, worker: id, login, password: demoPassword, sql, pass, random });
    },
    course: async (wanted) => {
      const course = { slug: `bench-${++courses}`, hours_min: Math.floor(wanted.minutes * 0.8), version: 1, ...wanted };
      if (wanted.lesson === 'text') course.hours_min = wanted.hours_min ?? wanted.minutes;
      await sql`select public.clerk_publish_course(${JSON.stringify(courseJson(course))}::text::jsonb)`;
      return course;
    },
    end: async () => {
      await sql.end();
      await product.stop();
      await server.stop();
    },
  };
}
