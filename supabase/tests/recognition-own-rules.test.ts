import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { recogniseWaiting } from '#domains/credits/recognition/data.ts';
import { defineUnits, simulateRules } from '#domains/credits/rulebook/data.ts';
import { onBothBackends, provide } from '../../tests/support/backend.ts';
import { organisations, workerIds } from '../../tests/support/people.ts';

const worker = workerIds.worker ?? '';

onBothBackends('', (backend) => {
  beforeEach(async () => {
    provide(backend());
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

  it('rules that nobody can read are taken away before anybody signs them, and hold up no others', async () => {
    const put = (id: string, source: string) =>
      backend().database.query(
        `insert into private.rule_versions (id, organisation_id, set_id, version, in_force_from, source, digest, drafted_by)
         values ($1::uuid, $2::uuid, 'other', $3, '2099-01-01', $4, '', $5::uuid)`,
        [id, organisations.federation, id.slice(-1), source, worker],
      );
    const general = readFileSync('content/rules/city-federation.yaml', 'utf8');
    const good = general
      .replace('id: city-federation', 'id: other')
      .replace("version: '2026'", "version: '3'")
      .replace('in_force: { from: 2020-01-01 }', 'in_force: { from: 2099-01-01 }');
    await put('00000000-0000-4000-8000-000000000fc1', 'id: [');
    await put('00000000-0000-4000-8000-000000000fc2', good);
    await put('00000000-0000-4000-8000-000000000fc3', good);
    while ((await simulateRules()) > 0);
    const found = await backend().database.query(
      `select right(id::text, 1) as id, withdrawn_at is not null as withdrawn, simulated_at is not null as simulated
       from private.rule_versions where set_id = 'other' order by id`,
    );
    expect(found).toEqual([
      { id: '1', withdrawn: true, simulated: false },
      { id: '2', withdrawn: true, simulated: false },
      { id: '3', withdrawn: false, simulated: true },
    ]);
  });
});
