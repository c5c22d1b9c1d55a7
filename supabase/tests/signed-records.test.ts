import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { workerIds } from '../../tests/support/people.ts';

const shareId = '00000000-0000-4000-8000-000000000e01';
const otherId = '00000000-0000-4000-8000-000000000e02';

interface Signed {
  id: string;
  status: { list: number; place: number };
}

onBothEngines((database) => {
  const share = (tx: Transaction, id: string, day: string | null = null) =>
    tx.query(`select public.share_record($1::uuid, 'all', 'x', null, $2::date)`, [id, day]);
  const sign = (tx: Transaction, id: string) =>
    tx.attempt<{ signed: Signed }>('select public.signed_share($1::uuid) as signed', [id]);
  const placed = async (tx: Transaction, id: string) => (await sign(tx, id)).rows?.[0]?.signed.status;
  const takenBack = async (tx: Transaction, list: number) => {
    await tx.as('service_role');
    const { places } = await tx.one<{ places: number[] | null }>('select public.clerk_status_list($1) as places', [
      list,
    ]);
    await tx.as('worker');
    return places;
  };
  const signedIn = (work: (tx: Transaction) => Promise<void>) =>
    database().rolledBack(async (tx) => {
      await tx.as('worker');
      await work(tx);
    });

  describe('a share that leaves as a signed file', () => {
    it('has a place of its own in a public list, the same however often it is signed', () =>
      signedIn(async (tx) => {
        await share(tx, shareId);
        await share(tx, otherId);
        const first = await placed(tx, shareId);
        expect(first).toMatchObject({ list: 1 });
        expect(await placed(tx, shareId)).toEqual(first);
        expect(await placed(tx, otherId)).not.toEqual(first);
      }));

    it('has its bit set once it is taken back, superseded, or its holder is forgotten; and no other bit', () =>
      signedIn(async (tx) => {
        expect(await takenBack(tx, 1), 'no such list yet').toBeNull();
        await share(tx, shareId);
        await share(tx, otherId);
        const [first, other] = [await placed(tx, shareId), await placed(tx, otherId)];
        expect(await takenBack(tx, 1)).toEqual([]);
        await tx.query('select public.revoke_share($1::uuid)', [shareId]);
        expect(await takenBack(tx, 1)).toEqual([first?.place]);
        await tx.as('owner');
        await tx.query('update public.workers set erased_at = now(), name = null where id = $1::uuid', [
          workerIds.worker,
        ]);
        const both = [first?.place ?? 0, other?.place ?? 0].sort((a, b) => a - b);
        expect(await takenBack(tx, 1)).toEqual(both);
      }));

    it('is not signed once it shows nothing, nor for anybody else', () =>
      signedIn(async (tx) => {
        await share(tx, shareId);
        await tx.query('select public.revoke_share($1::uuid)', [shareId]);
        expect((await sign(tx, shareId)).error).toMatchObject({ code: 'PT409', message: 'share_shows_nothing' });
        await share(tx, otherId, '2099-01-01');
        await tx.as('owner');
        await tx.query(`update public.shares set expires_on = '2020-01-01' where id = $1::uuid`, [otherId]);
        await tx.as('worker');
        expect((await sign(tx, otherId)).error?.message).toBe('share_shows_nothing');
        await tx.as('carer');
        expect((await sign(tx, otherId)).error).toMatchObject({ code: 'PT404', message: 'share_not_found' });
      }));

    it('goes to the next list when one is full', () =>
      signedIn(async (tx) => {
        await share(tx, shareId);
        await share(tx, otherId);
        await tx.as('owner');
        await tx.query(
          `alter table private.status_places drop constraint status_places_share, drop constraint status_places_shares`,
        );
        await tx.query(
          `insert into private.status_places select 1, n, gen_random_uuid(), gen_random_uuid() from generate_series(0, 131071) n`,
        );
        await tx.as('worker');
        expect(await placed(tx, shareId)).toMatchObject({ list: 2 });
      }));
  });

  it('the lists are read by the server alone', async () => {
    for (const caller of ['anon', 'worker', 'auditor'] as const)
      expect((await database().as(caller, 'select public.clerk_status_list(1)')).error?.code, caller).toBe('42501');
  });
});
