import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { onBothEngines, type Outcome, type Transaction } from '../../tests/support/database.ts';
import { people } from '../../tests/support/people.ts';
import { doors } from './function-doors.ts';

const far = readFileSync(join(import.meta.dirname, '../../tests/support/far.sql'), 'utf8');
const id = (end: string) => `00000000-0000-4000-8000-0000000${end}`;
const [union, works, school, worker] = [id('f0001'), id('f0010'), id('f0030'), id('f0101')];

/** What of the far tree stands for an argument of this name. An organisation is each of three in turn. */
const ids: Record<string, string | undefined> = {
  worker,
  writer: worker,
  asker: worker,
  house: works,
  parent: works,
  federation: union,
  enterprise: works,
  school,
  enrolment: id('f0301'),
  sitting: id('f0302'),
  outcome: id('f0303'),
  claim: id('f0401'),
  target: id('f0401'),
  share: id('f0501'),
  replaces: id('f0501'),
  menu: id('f0601'),
  session: id('f0602'),
  post: id('f0603'),
  question: id('f0603'),
  plan: id('f0604'),
  import: id('f0605'),
  programme: id('f0606'),
  rules: id('f0607'),
  appeal: id('f0608'),
  review: id('f060a'),
  membership: id('f0201'),
  invitation: id('f0202'),
  device: 'f'.repeat(64),
  whose_name: '+8613700000001',
  employee_nos: '{F001}',
  of_employee_no: 'F001',
  groups: '{women}',
};
const other: Record<string, unknown> = {
  uuid: id('f0999'),
  text: 'x',
  'text[]': '{x}',
  'uuid[]': `{${id('f0999')}}`,
  jsonb: '{}',
  integer: '1',
  smallint: '1',
  bigint: '1',
  boolean: 'true',
  date: '2026-12-31',
};
const lists = ['rows', 'people', 'entries', 'roll'];

interface Argument {
  name: string;
  type: string;
  optional: boolean;
}
interface Door {
  name: string;
  people: boolean;
  visitors: boolean;
  arguments: Argument[];
}

const catalogue = `select p.proname as name, has_function_privilege('authenticated', p.oid, 'execute') as people,
    has_function_privilege('anon', p.oid, 'execute') as visitors, coalesce((
      select jsonb_agg(jsonb_build_object('name', p.proargnames[n], 'type', format_type(t, null),
        'optional', n > p.pronargs - p.pronargdefaults) order by n)
      from unnest(p.proargtypes) with ordinality a (t, n)
    ), '[]') as arguments
  from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  order by 1`;

function valueOf({ name, type }: Argument, organisation: string): unknown {
  if (name === 'organisation') return organisation;
  if (ids[name] !== undefined && type !== 'jsonb') return ids[name];
  if (type === 'jsonb') return lists.includes(name) ? '[]' : '{}';
  return other[type];
}

/** Named as a client names them; what may be left out is, unless it names something. */
function callOf({ name, arguments: all }: Door, organisation: string): [sql: string, values: unknown[]] {
  const given = all.filter((one) => !one.optional || ids[one.name] !== undefined);
  const values = given.map((one) => valueOf(one, organisation));
  const list = given.map(({ name: argument, type }, n) => {
    const enumerated = other[type] === undefined && values[n] === undefined;
    return enumerated ? `${argument} => (enum_range(null::${type}))[1]` : `${argument} => $${n + 1}::text::${type}`;
  });
  const kept = values.filter((value) => value !== undefined);
  // Parameters count only those that are passed.
  let n = 0;
  const sql = list.map((part) => (part.includes('$') ? part.replace(/\$\d+/, () => `$${++n}`) : part)).join(', ');
  return [`select public.${name}(${sql}) as said`, kept];
}

/** The embedded engine is asked by a few, as it takes its time; the rights are the same there. */
const few = ['worker', 'manager', 'officer', 'stranger'] as const;

const empty = new Set(['null', 'false', '0', '[]', '{}', '""']);
function wordOf({ rows, error }: Outcome<{ said: unknown }>): string {
  if (error) return /^PT\d{3}$/.test(error.code) ? error.message : `${error.code} ${error.message}`;
  const said = rows.map((row) => row.said).filter((one) => one !== null);
  if (said.length === 0 || said.every((one) => empty.has(JSON.stringify(one)))) return 'nothing';
  // An answer in which nothing of the far tree stands is an answer about oneself.
  return /远方|0000000f0|F001/.test(JSON.stringify(said)) ? 'told' : 'own';
}

onBothEngines((database) => {
  const walk = (work: (tx: Transaction, functions: Door[]) => Promise<void>) =>
    database().rolledBack(async (tx) => {
      for (const statement of far.split(/;\n/)) if (statement.trim()) await tx.query(statement);
      await work(tx, await tx.query<Door>(catalogue));
    });

  describe('every function that a client can call', () => {
    it('is the clerk’s alone, or stands in the table of doors', () =>
      walk(async (_tx, functions) => {
        const open = functions.filter((one) => one.people || one.visitors).map(({ name }) => name);
        expect(open.filter((name) => name.startsWith('clerk_'))).toEqual([]);
        expect(open).toEqual(Object.keys(doors).sort());
        expect(functions.filter(({ visitors }) => visitors)).toEqual([]);
      }));

    it(
      'answers with ids of others what the table says, whoever asks',
      () =>
        walk(async (tx, functions) => {
          const found = new Map(
            functions.filter((one) => one.people || one.visitors).map((one) => [one, new Set<string>()]),
          );
          for (const caller of database().engine === 'native' ? people : few) {
            await tx.as(caller);
            const outside = caller === 'ended' || caller === 'unattached';
            for (const [door, words] of found) {
              const several = door.arguments.some(({ name }) => name === 'organisation');
              for (const organisation of several ? [union, works, school] : [union]) {
                // Undone at once, so that what one of them did is not there for the next.
                await tx.query('savepoint walk');
                const word = wordOf(await tx.attempt<{ said: unknown }>(...callOf(door, organisation)));
                await tx.query('rollback to savepoint walk');
                if (!outside || !['not_signed_in', 'nothing'].includes(word)) words.add(word);
              }
            }
          }
          const said = Object.fromEntries(
            [...found].map(([{ name }, words]) => [name, [...words].sort().join(' or ')]),
          );
          expect(said).toEqual(doors);
          // What the database says by itself is no word of ours: nobody would know what to do next.
          expect(Object.values(said).filter((words) => /\b[0-9A-Z]{5} /.test(words))).toEqual([]);
        }),
      120_000,
    );
  });
});
