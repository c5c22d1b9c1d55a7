import { beforeEach, describe, expect, it } from 'vitest';
import { recogniseWaiting } from '#domains/credits/recognition/data.ts';
import { defineUnits } from '#domains/credits/rulebook/data.ts';
import { onBothBackends, provide } from '../../tests/support/backend.ts';
import { workerIds } from '../../tests/support/people.ts';

const worker = workerIds.worker ?? '';

onBothBackends('', (backend) => {
  beforeEach(async () => {
    provide(backend());
    await defineUnits();
  });

  describe('clerks who meet', () => {
    it('recognise a completed course once, however many come at the same time, and the chain says so', async () => {
      await backend().database.query(
        `insert into public.outcomes (worker_id, id, kind, achieved_at, course_id, version, hours_min)
         select $1::uuid, gen_random_uuid(), 'course_completed', now() - n * interval '1 hour', c.id, 1, 720
         from public.courses c, generate_series(1, 3) n where c.slug = 'test-course'`,
        [worker],
      );
      const kept = await Promise.all(Array.from({ length: 8 }, (_, n) => recogniseWaiting(n % 2 ? worker : undefined)));
      expect(kept.reduce((sum, n) => sum + n, 0)).toBe(3);
      expect(await recogniseWaiting()).toBe(0);
      const token = await backend().tokenOf('worker');
      const { body } = await backend().ask('/rest/v1/rpc/my_passbook', { token, body: {} });
      const { accounts, lines } = body as {
        accounts: { unit: string; balance: number }[];
        lines: { phase: string; change: number }[];
      };
      // The same course three times is one credit; the two others say why they are none.
      expect(accounts).toMatchObject([{ unit: 'worker_credit', balance: 100 }]);
      expect(lines.filter(({ change }) => change !== 0)).toHaveLength(1);
      const [{ refused } = { refused: 0 }] = await backend().database.query<{ refused: number }>(
        `select count(*)::integer as refused from public.credit_assessments
         where worker_id = $1::uuid and rule_set = 'city-federation' and voucher_id is null`,
        [worker],
      );
      expect(refused).toBe(2);
    });
  });
});
