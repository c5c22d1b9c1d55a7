import { describe, expect, it } from 'vitest';
import { onBothEngines, type TestDatabase, type Transaction } from '../../tests/support/database.ts';
import { people, workerIds, type Caller } from '../../tests/support/people.ts';
import { expectations } from './expectations.ts';
import { verbs, type Expectation, type Verb } from './rights.ts';
import { inserts, scopes, type Scope } from './scopes.ts';
import { walks } from './walks.ts';

const callers: Caller[] = ['anon', 'service_role', ...people];
const meOf = (caller: Caller): string | null =>
  caller === 'anon' || caller === 'service_role' ? null : (workerIds[caller] ?? null);
const somebodyElse = '00000000-0000-4000-8000-000000000104';

function expected(table: string, caller: Caller, verb: Verb): Expectation {
  if (caller === 'anon') return 'denied';
  const { but, ...usual } = expectations[table] ?? raise(table);
  return but?.[caller]?.[verb] ?? usual[verb];
}

const raise = (table: string): never => {
  throw new Error(`public.${table} is missing from expectations.ts`);
};

/** The rows that the words name, found with the rights of the owner. */
async function meant({ query }: Transaction, table: string, me: string | null, words: string): Promise<string[]> {
  const { key, words: known } = scopes[table] ?? raise(table);
  const rows = new Set<string>();
  for (const word of words.split('+')) {
    const where = word === 'all' ? 'true' : (known[word as Scope] ?? raise(`${table} ${word}`));
    const sql = `${walks} select ${key} as key from public.${table} where ($1::uuid is null or true) and (${where})`;
    const found = await query<{ key: string }>(sql, [me]);
    // A word that names no row proves nothing.
    expect(found, `${word} names no row of ${table}: leave it out, or say filtered`).not.toEqual([]);
    for (const row of found) rows.add(row.key);
  }
  return [...rows].sort();
}

/** Updates a row to what it is. A first column that may be set will do: which ones may is a test of its own. */
const statement = (table: string, verb: Exclude<Verb, 'insert'>, key: string): string => {
  const column = expectations[table]?.updateColumns?.[0] ?? firstColumn[table] ?? 'id';
  if (verb === 'select') return `select ${key} as key from public.${table}`;
  if (verb === 'delete')
    return `with gone as (delete from public.${table} returning ${key} as key) select key from gone`;
  return `with done as (update public.${table} set ${column} = ${column} returning ${key} as key) select key from done`;
};
const firstColumn: Record<string, string> = {
  organisation_paths: 'depth',
  organisation_tallies: 'workers',
  worker_groups: 'since',
  roster_entries: 'name',
  roster_import_rows: 'row_no',
  course_versions: 'version',
  lessons: 'slug',
  course_facets: 'code',
  study_progress: 'lesson',
  study_days: 'day',
  hour_reviews: 'answer',
  quiz_attempts: 'lesson',
  credit_assessments: 'rule_set',
  claim_decisions: 'claim_id',
  certificates: 'share_id',
  result_catalogues: 'entries',
  pilot_enterprises: 'starts_on',
  certificate_templates: 'heading',
  classroom_signups: 'number',
  study_plan_courses: 'position',
  course_ratings: 'stars',
  course_tallies: 'ratings',
  post_reports: 'post_id',
  redemption_requests: 'amount',
  menu_sections: 'position',
  menu_dishes: 'position',
  tray_dishes: 'chosen_at',
};

async function judgeRows(transaction: Transaction, table: string, caller: Caller, verb: Exclude<Verb, 'insert'>) {
  const word = expected(table, caller, verb);
  const rows = word === 'denied' || word === 'filtered' ? [] : await meant(transaction, table, meOf(caller), word);
  await transaction.as(caller);
  const outcome = await transaction.attempt<{ key: string }>(
    statement(table, verb, scopes[table]?.key ?? raise(table)),
  );
  if (word === 'denied') return expect(outcome.error?.code, JSON.stringify(outcome)).toBe('42501');
  expect(outcome.error).toBeUndefined();
  expect(outcome.rows?.map((row) => row.key).sort()).toEqual(rows);
}

async function judgeInsert(transaction: Transaction, table: string, caller: Caller) {
  const word = expected(table, caller, 'insert');
  await transaction.as(caller);
  const into = (worker: string) =>
    transaction.attempt(`insert into public.${table} ${(inserts[table] ?? raise(table))(worker)}`);
  const mine = await into(meOf(caller) ?? somebodyElse);
  const anothers = await into(somebodyElse === meOf(caller) ? (workerIds.worker ?? '') : somebodyElse);
  expect(anothers.error?.code).toBe(word === 'all' ? undefined : '42501');
  expect(mine.error?.code).toBe(word === 'own' || word === 'all' ? undefined : '42501');
}

const publicTables = (database: TestDatabase) =>
  database.rolledBack(async ({ query }) =>
    (
      await query<{ name: string }>(`select c.relname as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition order by 1`)
    ).map(({ name }) => name),
  );

onBothEngines((database) => {
  it('expects something of every table of public', async () => {
    expect(Object.keys(expectations).sort()).toEqual(await publicTables(database()));
  });

  it('notices a table that nobody expected', async () => {
    const found = await database().rolledBack(async ({ query }) => {
      await query('create table public.unexpected (id uuid primary key)');
      return query(`select from pg_class where relname = 'unexpected' and relnamespace = 'public'::regnamespace`);
    });
    expect(found).toHaveLength(1);
    expect(Object.keys(expectations)).not.toContain('unexpected');
  });

  describe.each(Object.keys(expectations))('%s', (table) => {
    describe.each(callers)('%s', (caller) => {
      it.each(verbs)('%s', (verb) =>
        database().rolledBack((transaction) =>
          verb === 'insert' ? judgeInsert(transaction, table, caller) : judgeRows(transaction, table, caller, verb),
        ),
      );
    });

    it('grants a signed-in person these columns and no others', async () => {
      const granted = await database().rolledBack(({ query }) =>
        query<{ verb: string; columns: string[] }>(
          `select lower(privilege_type) as verb, array_agg(column_name::text order by ordinal_position) as columns
           from information_schema.column_privileges join information_schema.columns c using (table_schema, table_name, column_name)
           where grantee = 'authenticated' and table_schema = 'public' and table_name = $1 and privilege_type in ('INSERT', 'UPDATE')
           group by 1 order by 1`,
          [table],
        ),
      );
      const { insertColumns, updateColumns } = expectations[table] ?? raise(table);
      const wanted = [
        ...(insertColumns ? [{ verb: 'insert', columns: insertColumns }] : []),
        ...(updateColumns ? [{ verb: 'update', columns: updateColumns }] : []),
      ];
      expect(granted).toEqual(wanted);
    });
  });

  it.each([
    [
      'a policy that lets everyone read',
      'create policy planted on public.roster_entries for select to authenticated using (true)',
      'roster_entries',
      'worker',
      'select',
    ],
    [
      'a grant to service_role',
      'grant delete on public.organisations to service_role',
      'organisations',
      'service_role',
      'delete',
    ],
    ['a closed table', 'drop policy workers_select on public.workers', 'workers', 'manager', 'select'],
  ] as const)('catches %s', async (_name, flaw, table, caller, verb) => {
    const judged = database().rolledBack(async (transaction) => {
      await transaction.query(flaw);
      await judgeRows(transaction, table, caller, verb);
    });
    await expect(judged).rejects.toThrow();
  });
});
