import { expect, it } from 'vitest';
import { forgetEvidence } from '#domains/records/claims/data.ts';
import { onBothBackends, provide } from '../../tests/support/backend.ts';
import { workerIds } from '../../tests/support/people.ts';

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

onBothBackends('', (backend) => {
  it('evidence leaves the store with whoever asks to be forgotten, and nobody else’s', async () => {
    provide(backend());
    const path = (worker: string | null | undefined, letter: string) => `${worker}/${worker}/${letter.repeat(64)}.png`;
    const lay = async (person: 'worker' | 'carer', letter: string) => {
      const { status } = await backend().ask(`/storage/v1/object/evidence/${path(workerIds[person], letter)}`, {
        ...{ token: await backend().tokenOf(person), raw: png, headers: { 'content-type': 'image/png' } },
      });
      expect(status).toBe(200);
    };
    await lay('worker', 'a');
    await lay('worker', 'b');
    await lay('carer', 'c');
    expect(await forgetEvidence(), 'nobody asked').toBe(0);
    await backend().database.query('update public.workers set erased_at = now(), name = null where id = $1::uuid', [
      workerIds.worker,
    ]);
    expect(await forgetEvidence()).toBe(2);
    expect(await forgetEvidence()).toBe(0);
    const left = await backend().database.query<{ name: string }>(
      `select name from storage.objects where bucket_id = 'evidence'`,
    );
    expect(left).toEqual([{ name: path(workerIds.carer, 'c') }]);
    expect(await backend().database.query('select 1 from private.evidence_to_forget')).toEqual([]);
    const gone = await backend().ask(`/storage/v1/object/evidence/${path(workerIds.worker, 'a')}`, { key: 'secret' });
    expect(gone.status).toBeGreaterThanOrEqual(400);
  });
});
