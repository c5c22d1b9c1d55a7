import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { recogniseWaiting } from '#domains/credits/recognition/data.ts';
import { defineUnits } from '#domains/credits/rulebook/data.ts';
import { provideBackend } from '#platform/backend.ts';
import { embeddedUrl } from '../embedded/backend.ts';
import { onBothBackends } from '../../tests/support/backend.ts';
import { organisations, workerIds } from '../../tests/support/people.ts';

const worker = workerIds.worker ?? '';

onBothBackends('', (backend) => {
  beforeEach(async () => {
    const { secrets, fetch } = backend();
    provideBackend({
      url: embeddedUrl,
      publishableKey: secrets.publishableKey,
      secretKey: secrets.secretKey,
      fetch: (input, init) => fetch(new Request(input, init)),
    });
    await defineUnits();
  });

  afterEach(() => void vi.restoreAllMocks());

  it('the rules that a federation signed decide before the general ones', async () => {
    const general = readFileSync('content/rules/city-federation.yaml', 'utf8');
    const own = general
      .replace('id: city-federation', 'id: yunchuan')
      .replace('初级工: 2, 中级工: 4', '初级工: 3, 中级工: 7');
    await backend().database.query(
      `insert into private.rule_versions (id, organisation_id, set_id, version, in_force_from, source, digest, drafted_by, signed_at)
       values (gen_random_uuid(), $1::uuid, 'yunchuan', '2026', '2020-01-01', $2, '', $3::uuid, now())`,
      [organisations.federation, own, worker],
    );
    // As another process would be half a minute later.
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
    await backend().database.query(
      `insert into public.outcomes (worker_id, id, kind, achieved_at, facts, verifier_id)
       values ($1::uuid, gen_random_uuid(), 'skill_level', now() - interval '1 day', '{"title": "x", "trade": "焊工", "level": "中级工"}', $2::uuid)`,
      [worker, organisations.factory],
    );
    expect(await recogniseWaiting(worker)).toBe(1);
    const decided = await backend().database.query(
      `select rule_set, report -> 'credits' ->> 'worker_credit' as credits from public.credit_assessments
       where worker_id = $1::uuid order by assessed_at desc limit 1`,
      [worker],
    );
    expect(decided).toEqual([{ rule_set: 'yunchuan', credits: '7' }]);
  });
});
