import { describe, expect, it } from 'vitest';
import { onBothEngines } from '../../tests/support/database.ts';
import { organisations, workerIds, type Person } from '../../tests/support/people.ts';
import * as panel from './panels.ts';

const { federation, factory } = organisations;

onBothEngines((database) => {
  describe('a case', () => {
    it('is opened once, and decided by two of three who agree, once', () =>
      database().rolledBack(async (tx) => {
        const id = await panel.openCase(tx);
        expect(await panel.openCase(tx), 'asked again').toBe(id);
        const [first, second, third] = (await panel.sitting(tx, id)).map(panel.personOf) as [Person, Person, Person];
        expect([first, second, third].toSorted()).toEqual(['auditor', 'officer', 'reviewer']);
        expect(await panel.vote(tx, first, id, { verdict: 'granted' })).toBe('conflict_undeclared');
        expect(await panel.judge(tx, first, id, { verdict: 'granted' })).toBe('voted');
        expect(await panel.judge(tx, second, id, { verdict: 'refused', reason: '不够' })).toBe('voted');
        expect(await panel.judge(tx, second, id, { verdict: 'refused' }), 'thinks again').toBe('voted');
        expect(await panel.judge(tx, second, id, { verdict: 'granted', reason: '清楚' })).toBe('granted');
        expect(await panel.vote(tx, second, id, { verdict: 'granted', reason: '清楚' }), 'sent twice').toBe('granted');
        expect(await panel.judge(tx, third, id, { verdict: 'refused' })).toBe('case_decided');
        expect(await panel.standing(tx, id)).toMatchObject({ verdict: 'granted', reason: '因为\n清楚', round: 1 });
        const votes = await tx.query('select verdict from private.panel_votes where case_id = $1::uuid', [id]);
        expect(votes, 'what was said before stays').toHaveLength(4);
      }));

    it('decides in the transaction of its last vote, so that what a domain can not carry out is not decided', () =>
      database().rolledBack(async (tx) => {
        await tx.query(`create function private.planted() returns trigger language plpgsql as $$ begin
          raise exception 'not_carried_out' using errcode = 'PT409'; end $$`);
        await tx.query(`create trigger planted after update of decided_at on public.panel_cases for each row
          when (new.decided_at is not null) execute function private.planted()`);
        await panel.otherKind(tx, 'alone', { quorum: 1 });
        const id = await panel.openCase(tx, { kind: 'alone' });
        const [first, second] = (await panel.sitting(tx, id)).map(panel.personOf) as [Person, Person];
        await panel.judge(tx, first, id, { verdict: 'granted' });
        expect(await panel.judge(tx, second, id, { verdict: 'granted' })).toBe('not_carried_out');
        expect(await panel.standing(tx, id)).toMatchObject({ verdict: null });
        expect(await panel.comesDue(tx, id), 'nor at its due date, where it keeps nobody waiting').toBe(0);
        const kept = await tx.one('select due_at > now() as later from public.panel_cases where id = $1::uuid', [id]);
        expect(kept).toEqual({ later: true });
        await tx.query('drop trigger planted on public.panel_cases');
        expect(await panel.judge(tx, second, id, { verdict: 'granted' })).toBe('granted');
        const changed = await tx.attempt(`update public.panel_cases set verdict = 'refused' where id = $1::uuid`, [id]);
        expect(changed.error?.message, 'by nobody ever after').toBe('case_decided');
      }));

    it('is seen and judged by nobody but who was appointed', () =>
      database().rolledBack(async (tx) => {
        const id = await panel.openCase(tx);
        for (const person of ['worker', 'carer', 'manager', 'bankOfficer', 'districtOfficer', 'stranger'] as const) {
          expect(await panel.see(tx, person, id), person).toBe('case_not_found');
          expect(await panel.judge(tx, person, id, { verdict: 'granted' }), person).toBe('case_not_found');
          expect(await panel.declare(tx, person, id, 'interest'), person).toBe('case_not_found');
        }
        expect(await panel.see(tx, 'officer', id, workerIds.carer), 'under another worker').toBe('case_not_found');
        expect(await panel.judge(tx, 'ended', id, { verdict: 'granted' })).toBe('not_signed_in');
        for (const person of ['officer', 'worker', 'service_role', 'anon'] as const) {
          await tx.as(person);
          const opened = await tx.attempt('select private.open_case($1, $2::uuid, $2::uuid, $3::uuid)', [
            ...['sample', workerIds.carer, federation],
          ]);
          expect(opened.error?.code, person).toBe('42501');
        }
      }));

    it('says in words what is wrong with a vote', () =>
      database().rolledBack(async (tx) => {
        await panel.otherKind(tx, 'sum', { amounts: 'stated', resolution: 'median', most: 500 });
        const id = await panel.openCase(tx, { kind: 'sum' });
        await panel.declare(tx, 'officer', id);
        const wrong: [object, string][] = [
          [{ verdict: 'granted' }, 'vote_amount_missing'],
          [{ verdict: 'granted', amount: 0 }, 'vote_amount_missing'],
          [{ verdict: 'granted', amount: 501 }, 'vote_amount_missing'],
          [{ verdict: 'refused', amount: 5 }, 'vote_amount_missing'],
          [{ amount: 5 }, 'vote_not_understood'],
          [{ verdict: 'granted', amount: 5, reason: ' ' }, 'vote_reason_missing'],
          [{ verdict: 'granted', amount: 5, reason: 'x'.repeat(501) }, 'vote_reason_missing'],
        ];
        for (const [said, word] of wrong) expect(await panel.vote(tx, 'officer', id, said)).toBe(word);
        expect(await panel.declare(tx, 'officer', id, 'sat_before')).toBe('tie_not_understood');
        expect(await panel.vote(tx, 'officer', id, { verdict: 'granted', amount: 5 })).toBe('voted');
      }));

    it('goes with the worker who asks to be forgotten', () =>
      database().rolledBack(async (tx) => {
        const id = await panel.openCase(tx);
        await panel.judge(tx, 'officer', id, { verdict: 'granted' });
        await tx.query('update public.workers set erased_at = now(), name = null where id = $1::uuid', [
          workerIds.worker,
        ]);
        const left = 'select 1 from private.panel_votes where worker_id = $1::uuid';
        expect(await tx.query(left, [workerIds.worker])).toEqual([]);
        expect(await panel.see(tx, 'officer', id)).toBe('case_not_found');
      }));

    it('leaves a trail: for the worker what became of it, for each member what she did herself', () =>
      database().rolledBack(async (tx) => {
        const id = await panel.openCase(tx, { origin: factory });
        await tx.query('delete from public.audit_entries');
        await panel.openCase(tx, { subject: workerIds.worker ?? '' });
        const [chair] = (await panel.sitting(tx, id)).map(panel.personOf) as [Person];
        await panel.judge(tx, chair, id, { verdict: 'granted' });
        const trail = await tx.query<{ worker_id: string; actor_id: string | null; action: string }>(
          'select worker_id, actor_id, action from public.audit_entries order by at',
        );
        const mine = workerIds[chair];
        expect(trail.slice(0, 2)).toEqual([
          { worker_id: mine, actor_id: mine, action: 'panel.declared' },
          { worker_id: mine, actor_id: mine, action: 'panel.voted' },
        ]);
      }));
  });
});
