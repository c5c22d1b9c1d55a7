import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, type Person } from '../../tests/support/people.ts';
import { certificate, claim, queue } from './claims.ts';

const { federation, factory, district } = organisations;
const listed = {
  kind: 'skill_level',
  title: '电工高级',
  issuer: '某鉴定中心',
  facts: { trade: '电工' },
  from: '2025-01-01',
  until: '2025-12-31',
};

onBothEngines((database) => {
  async function keep(tx: Transaction, by: Person, entries: unknown, organisation: string = federation) {
    await tx.as(by);
    const { rows, error } = await tx.attempt<{ count: number }>(
      'select public.keep_catalogue($1::uuid, $2::text::jsonb) as count',
      [organisation, JSON.stringify(entries)],
    );
    return error?.message ?? rows?.[0]?.count;
  }
  const inQueue = async (tx: Transaction, changed: object) => {
    await tx.as('worker');
    expect((await claim(tx, certificate(changed))).error).toBeUndefined();
    await tx.as('manager');
    const page = (await queue(tx)).rows?.[0]?.page as unknown as { claims: { listed: boolean }[] };
    return page.claims.map((one) => one.listed);
  };

  describe('a catalogue of results', () => {
    it('is published whole, read by everybody of the federation, and named where a claim is decided on', () =>
      database().rolledBack(async (tx) => {
        expect(await keep(tx, 'officer', [listed])).toBe(1);
        await tx.as('worker');
        const { mine } = await tx.one<{ mine: { organisation: { id: string }; entries: object[] } }>(
          'select public.catalogue_of() as mine',
        );
        expect(mine).toMatchObject({ organisation: { id: federation }, entries: [listed] });
        expect(await inQueue(tx, {})).toEqual([true]);
        expect(await keep(tx, 'officer', [])).toBe(0);
      }));

    it.each([{ achieved_on: '2026-01-01' }, { title: '电工中级' }, { issuer: '别的中心' }])(
      'does not list %j',
      (changed) =>
        database().rolledBack(async (tx) => {
          await keep(tx, 'officer', [listed]);
          expect(await inQueue(tx, changed)).toEqual([false]);
        }),
    );

    it.each([
      ['x'],
      [[{ ...listed, kind: 'course_completed' }]],
      [[{ ...listed, title: '' }]],
      [[{ ...listed, from: '2025-02-30' }]],
      [[{ ...listed, facts: { weight: '1' } }]],
      [[1]],
      [Array.from({ length: 2001 }, () => listed)],
    ])('that makes no sense is refused: %#', (entries) =>
      database().rolledBack(async (tx) => expect(await keep(tx, 'officer', entries)).toBe('catalogue_not_understood')),
    );

    it('is its federation’s to say', () =>
      database().rolledBack(async (tx) => {
        for (const person of ['worker', 'manager', 'reviewer', 'auditor', 'districtOfficer', 'houseOfficer'] as const)
          expect(await keep(tx, person, [listed]), person).toBe('not_allowed');
        expect(await keep(tx, 'officer', [listed], district)).toBe('organisation_not_found');
        expect(await keep(tx, 'officer', [listed], factory)).toBe('organisation_not_found');
      }));
  });
});
