import { describe, expect, it } from 'vitest';
import { clerk, onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { workerIds, type Person } from '../../tests/support/people.ts';

onBothEngines((database) => {
  const frame = 'select public.my_frame() is not null as known';
  const rights = 'select count(*)::int as n from public.roster_entries';
  /** When somebody last did something in her session. */
  const seen = async (tx: Transaction, caller: Person, ago: string) => {
    await tx.as('owner');
    await tx.query(
      `insert into private.session_devices (session_id, device, seen_at)
       select s.id, '手机', now() - $2::interval from auth.sessions s
       join private.accounts a on a.user_id = s.user_id where a.worker_id = $1::uuid
       on conflict (session_id) do update set seen_at = excluded.seen_at`,
      [workerIds[caller], ago],
    );
  };
  const after = (caller: Person, ago: string, work: (tx: Transaction) => Promise<void>) =>
    database().rolledBack(async (tx) => {
      await seen(tx, caller, ago);
      await tx.as(caller);
      await work(tx);
    });

  describe('a session in which nobody does anything', () => {
    it.each(['manager', 'officer', 'auditor', 'bankOfficer', 'reviewer', 'trainer'] as const)(
      'ends after half an hour for %s, with every right',
      (caller) =>
        after(caller, '31 minutes', async (tx) => {
          expect(await tx.one(frame)).toEqual({ known: false });
          expect(await tx.query('select from public.memberships')).toEqual([]);
          expect((await tx.attempt('select public.my_data()')).error?.code).toBe('PT401');
        }),
    );

    it('stays ended: asking again does not bring it back', () =>
      after('manager', '31 minutes', async (tx) => {
        await tx.one(frame);
        expect(await tx.one(frame)).toEqual({ known: false });
        expect(await tx.one(rights)).toEqual({ n: 0 });
      }));

    it('goes on for thirty days for who only learns', async () => {
      await after('worker', '29 days', async (tx) => expect(await tx.one(frame)).toEqual({ known: true }));
      await after('worker', '31 days', async (tx) => expect(await tx.one(frame)).toEqual({ known: false }));
    });

    it('goes on as long as somebody does something', () =>
      after('manager', '29 minutes', async (tx) => {
        for (let half = 0; half < 4; half++) {
          expect(await tx.one(frame)).toEqual({ known: true });
          await tx.as('owner');
          const { fresh } = await tx.one<{ fresh: boolean }>(
            'select bool_and(seen_at = now()) as fresh from private.session_devices',
          );
          expect(fresh).toBe(true);
          await seen(tx, 'manager', '29 minutes');
          await tx.as('manager');
        }
      }));

    it('is taken away by the clerk, and only such', () =>
      database().rolledBack(async (tx) => {
        const left = async () =>
          (
            await tx.query<{ worker_id: string }>(
              'select a.worker_id from auth.sessions s join private.accounts a on a.user_id = s.user_id',
            )
          ).map(({ worker_id }) => worker_id);
        await seen(tx, 'manager', '31 minutes');
        await seen(tx, 'worker', '31 minutes');
        const before = await left();
        expect(await clerk(tx, 'select public.clerk_end_idle_sessions() as ended')).toEqual({ ended: 1 });
        await tx.as('owner');
        expect((await left()).sort()).toEqual(before.filter((one) => one !== workerIds.manager).sort());
      }));
  });

  describe('devices', () => {
    const trust = (tx: Transaction) =>
      tx.query(
        `insert into private.trusted_devices (user_id, device, name)
         select user_id, repeat(case worker_id when $1::uuid then 'a' else 'b' end, 64), 'Chrome' from private.accounts
         where worker_id in ($1::uuid, $2::uuid)`,
        [workerIds.worker, workerIds.manager],
      );

    it('are listed for their owner, who takes her trust back', () =>
      database().rolledBack(async (tx) => {
        await trust(tx);
        await tx.as('worker');
        const mine = 'select device, name from public.my_devices()';
        expect(await tx.query(mine)).toEqual([{ device: 'a'.repeat(64), name: 'Chrome' }]);
        const forget = 'select public.forget_device($1) as gone';
        expect(await tx.one(forget, ['b'.repeat(64)]), 'of somebody else').toEqual({ gone: false });
        expect(await tx.one(forget, ['a'.repeat(64)])).toEqual({ gone: true });
        expect(await tx.one(forget, ['a'.repeat(64)])).toEqual({ gone: false });
        expect(await tx.query(mine)).toEqual([]);
      }));
  });
});
