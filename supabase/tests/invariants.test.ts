import { describe, expect, it } from 'vitest';
import { onBothEngines } from '../../tests/support/database.ts';
import { readMigrations } from '../embedded/migrate.ts';
import { definers } from './definers.ts';
import { invariants } from './invariants.ts';

onBothEngines((database) => {
  describe.each(invariants)('$rule', ({ report, flaw, names }) => {
    it('holds', async () => {
      const broken = await database().rolledBack(({ query }) => query<{ found: string }>(report));
      expect(broken.map(({ found }) => found)).toEqual([]);
    });

    it('reports a planted flaw', async () => {
      const found = await database().rolledBack(async ({ query }) => {
        for (const statement of flaw.split(/;\s*/).filter(Boolean)) await query(statement);
        return query<{ found: string }>(report);
      });
      expect(found.map((row) => row.found).join('\n')).toContain(names);
    });
  });
});

/** The catalogue can't tell a volatility that was chosen from one that was forgotten; the text can. */
function unsaidVolatility(sql: string): string[] {
  const heads = sql.matchAll(/create (?:or replace )?function (\S+?)\(([\s\S]*?)as \$\$/g);
  return [...heads]
    .filter(
      ([, , head]) => !/returns\s+trigger/.test(head ?? '') && !/\b(immutable|stable|volatile)\b/.test(head ?? ''),
    )
    .map(([, name]) => name ?? '');
}

describe('every function says how volatile it is', () => {
  it('holds', async () => {
    for (const { version, sql } of await readMigrations())
      expect({ version, unsaid: unsaidVolatility(sql) }).toEqual({ version, unsaid: [] });
  });

  it('reports a planted flaw', () => {
    expect(
      unsaidVolatility(`create function public.planted()\nreturns void\nlanguage sql\nas $$ select 1 $$;`),
    ).toEqual(['public.planted']);
  });
});

it('gives a reason for every definer function', () => {
  for (const [name, reason] of Object.entries(definers)) expect(reason.length, name).toBeGreaterThan(20);
});
