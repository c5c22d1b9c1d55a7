import { describe, expect, it } from 'vitest';
import { clerk, onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds, type Person } from '../../tests/support/people.ts';
import { crowd } from './crowd.ts';

const { federation, factory } = organisations;
const begin = 'select public.begin_factor() as secret';
const keep = 'select public.keep_factor($1) as answer';
const show = 'select public.show_factor($1) as answer';
const drop = 'select public.drop_factor($1) as answer';
const step = 'floor(extract(epoch from now()) / 30)::bigint';

interface Answer {
  said: 'right' | 'wrong' | 'wait';
  wait_s?: number;
  codes?: string[];
}

onBothEngines((database) => {
  /** What her phone shows, so many half minutes from now. */
  const figures = async (tx: Transaction, caller: Person, from = 0) => {
    await tx.as('owner');
    const { code } = await tx.one<{ code: string }>(
      `select private.totp(secret, ${step} + $2) as code from private.second_factors where worker_id = $1::uuid`,
      [workerIds[caller], from],
    );
    await tx.as(caller);
    return code;
  };
  const said = async (tx: Transaction, sql: string, code: string) =>
    (await tx.one<{ answer: Answer }>(sql, [code])).answer;
  const kept = async (tx: Transaction, caller: Person) => {
    await tx.as(caller);
    await tx.one(begin);
    return said(tx, keep, await figures(tx, caller));
  };
  const state = async (tx: Transaction) =>
    (await tx.one<{ state: object }>('select public.my_factor() as state')).state;
  const asks = async (tx: Transaction, organisation: string) => {
    await tx.as('owner');
    await tx.query('insert into private.factor_rules (organisation_id, required) values ($1::uuid, true)', [
      organisation,
    ]);
  };
  const newSession = async (tx: Transaction) => {
    await tx.as('owner');
    await tx.query('update private.session_devices set factor_at = null');
  };

  describe('the figures', () => {
    it('are those of RFC 6238', () =>
      database().rolledBack(async (tx) => {
        const published = {
          59: '287082',
          1111111109: '081804',
          1111111111: '050471',
          1234567890: '005924',
          2000000000: '279037',
        };
        for (const [time, code] of Object.entries(published)) {
          const made = await tx.one(`select private.totp('12345678901234567890', $1::bigint / 30) as code`, [time]);
          expect(made).toEqual({ code });
        }
        expect(await tx.one(`select private.base32('12345678901234567890') as text`)).toEqual({
          text: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
        });
      }));

    it('are good once, half a minute early or late, and no more', () =>
      database().rolledBack(async (tx) => {
        expect(await kept(tx, 'officer')).toMatchObject({ said: 'right' });
        expect(await said(tx, show, await figures(tx, 'officer'))).toMatchObject({ said: 'wrong' });
        expect(await said(tx, show, await figures(tx, 'officer', -1))).toMatchObject({ said: 'wrong' });
        expect(await said(tx, show, await figures(tx, 'officer', 2))).toMatchObject({ said: 'wrong' });
        expect(await said(tx, show, await figures(tx, 'officer', 1))).toMatchObject({ said: 'right' });
        expect(await said(tx, show, await figures(tx, 'officer', 1))).toMatchObject({ said: 'wrong' });
      }));

    it('can be guessed five times, then not even the right ones count', () =>
      database().rolledBack(async (tx) => {
        await kept(tx, 'officer');
        for (let n = 0; n < 5; n++) expect(await said(tx, show, 'x')).toMatchObject({ said: 'wrong' });
        expect(await said(tx, show, await figures(tx, 'officer', 1))).toEqual({ said: 'wait', wait_s: 30 });
      }));

    it('have a paper for the day on which the phone is gone: ten codes, each once', () =>
      database().rolledBack(async (tx) => {
        const { codes = [] } = await kept(tx, 'officer');
        expect(new Set(codes).size).toBe(10);
        const [first = ''] = codes;
        expect(await said(tx, show, first.toLowerCase().replace(/(.{4})/g, '$1 '))).toMatchObject({ said: 'right' });
        expect(await said(tx, show, first)).toMatchObject({ said: 'wrong' });
        expect(await state(tx)).toMatchObject({ kept: true, shown: true, codes: 9 });
      }));

    it('tell the secret until they were shown, and never again', () =>
      database().rolledBack(async (tx) => {
        await tx.as('officer');
        const first = await tx.one(begin);
        expect(await tx.one(begin)).toEqual(first);
        await kept(tx, 'officer');
        expect((await tx.attempt(begin)).error?.message).toBe('factor_kept');
        expect((await tx.attempt(keep, [await figures(tx, 'officer', 1)])).error?.message).toBe('factor_kept');
      }));

    it('are taken away by themselves only, or by the operator, who ends every session', () =>
      database().rolledBack(async (tx) => {
        await kept(tx, 'worker');
        expect(await said(tx, drop, '000000')).toMatchObject({ said: 'wrong' });
        expect(await said(tx, drop, await figures(tx, 'worker', 1))).toMatchObject({ said: 'right' });
        expect(await state(tx)).toEqual({ begun: false, kept: false, shown: false, codes: 0 });
        await kept(tx, 'carer');
        const gone = `select public.clerk_drop_factor('+8613800000002') as gone`;
        expect(await clerk(tx, gone)).toEqual({ gone: true });
        expect(await clerk(tx, gone)).toEqual({ gone: false });
        await tx.as('carer');
        expect((await tx.attempt('select public.my_factor()')).error?.message).toBe('not_signed_in');
      }));
  });

  describe('where a federation asks for it', () => {
    const below = 'select count(*)::int as n from public.organisation_tallies';
    const sees = async (tx: Transaction, caller: Person) => {
      await tx.as(caller);
      return (await tx.one<{ n: number }>(below)).n > 0;
    };

    it.each(['officer', 'districtOfficer', 'houseOfficer', 'auditor'] as const)(
      'the role of %s is none until it was shown in this session',
      (caller) =>
        database().rolledBack(async (tx) => {
          expect(await sees(tx, caller)).toBe(true);
          await asks(tx, federation);
          expect(await sees(tx, caller)).toBe(false);
          const { frame } = await tx.one<{ frame: { memberships: { role: string; locked: boolean }[] } }>(
            'select public.my_frame() as frame',
          );
          expect(frame.memberships.some(({ locked }) => locked)).toBe(true);
          await kept(tx, caller);
          expect(await sees(tx, caller)).toBe(true);
          await newSession(tx);
          expect(await sees(tx, caller)).toBe(false);
          await tx.as(caller);
          expect(await said(tx, show, await figures(tx, caller, 1))).toMatchObject({ said: 'right' });
          expect(await sees(tx, caller)).toBe(true);
        }),
    );

    it('managers and workers go on without', () =>
      database().rolledBack(async (tx) => {
        await asks(tx, federation);
        expect(await sees(tx, 'manager')).toBe(true);
        await tx.as('worker');
        expect((await tx.query('select from public.enrolments')).length).toBeGreaterThan(0);
      }));

    it('it is asked by an officer who has shown hers, of unions only, and written down once', () =>
      database().rolledBack(async (tx) => {
        const rule = 'select public.keep_factor_rule($1::uuid, $2) as required';
        const word = async (organisation: string) => (await tx.attempt(rule, [organisation, true])).error?.message;
        await tx.as('officer');
        expect(await word(federation)).toBe('factor_first');
        await kept(tx, 'officer');
        expect(await word(factory)).toBe('organisation_not_found');
        for (const required of [true, true, false])
          expect(await tx.one(rule, [federation, required])).toEqual({ required });
        await tx.as('auditor');
        expect(await word(federation)).toBe('not_allowed');
        await tx.as('owner');
        expect(await tx.query('select required from private.factor_rules order by since')).toEqual([
          { required: true },
          { required: false },
        ]);
      }));
  });
});

describe('at the same moment', () => {
  it('the same figures are good for one of twenty, and a hundred guesses are five', async () => {
    const { sql, asked } = await crowd(1);
    try {
      await asked(1, 'begin_factor()');
      const figures = async (from: number) => {
        const [row] = await sql<
          { code: string }[]
        >`select private.totp(secret, floor(extract(epoch from now()) / 30)::bigint + ${from}) as code
          from private.second_factors`;
        return row?.code ?? '';
      };
      await asked(1, `keep_factor('${await figures(0)}')`);
      const code = await figures(1);
      const count = async (text: string, times: number, what: string) =>
        (await Promise.all(Array.from({ length: times }, () => asked(1, `show_factor('${text}') ->> 'said'`)))).filter(
          (said) => said === what,
        ).length;
      expect(await count(code, 20, 'right')).toBe(1);
      await sql`delete from private.attempts`;
      expect(await count('nonsense', 100, 'wrong')).toBe(5);
    } finally {
      await sql.end();
    }
  });
});
