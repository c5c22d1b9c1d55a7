import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decide, worthOf } from '#domains/credits/recognition/rules.ts';
import { readRuleFile } from '#domains/credits/rules/rule-file.ts';
import { toText } from '#domains/credits/rules/rational.ts';

const file = 'content/rules/city-federation.yaml';
const { library } = readRuleFile(readFileSync(file, 'utf8'), file);
const at = '2026-11-26';

const verified = (kind: string, facts: Record<string, string>, ended = '2026-05-01') => ({
  id: '00000000-0000-4000-8000-000000000001',
  kind,
  ended,
  name: '成果',
  facts: { title: '成果', issuer: '某单位', ...facts },
});
const worth = (kind: string, facts: Record<string, string>, ended?: string) =>
  toText(
    worthOf(library, { ...verified(kind, facts, ended), organisation: undefined }, at).totals['worker_credit'] ?? {
      n: 0n,
      d: 1n,
    },
  );

describe('what an organisation vouches for', () => {
  it.each([
    ['skill_level', { trade: '电工', level: '高级工', number: 'A1' }, '8'],
    ['contest', { level_of_contest: 'city', rank: '1' }, '5'],
    ['contest', { level_of_contest: 'city', rank: 'other' }, '1'],
    ['contest', { level_of_contest: 'province', rank: '2', team: 'true' }, '3'],
    ['training', { hours: '40' }, '2.5'],
    ['teaching', { hours: '16' }, '1.5'],
    ['mentoring', { grade: 'excellent' }, '1.5'],
    ['proposal', { implemented: 'true' }, '1'],
    ['proposal', {}, '0.2'],
    ['degree', { level: '本科', number: 'B2' }, '20'],
    ['certificate', { number: 'C3' }, '0'],
    ['work', { started: '2020-01-01' }, '0'],
  ])('%s %o is worth %s', (kind, facts, credits) => {
    expect(worth(kind, facts)).toBe(credits);
  });

  it('tells the rules of the role and the score', () => {
    const told = { ...verified('training', { hours: '40', score: '92.5', role: 'lead' }), minutes: null, course: null };
    const [decision] = decide(library, { worker: 'w', granted: [], outcomes: [{ ...told, organisation: 'o' }] }, at);
    expect(decision?.told).toMatchObject({ score: '92.5', role: 'lead', hours: '40' });
    expect(decision?.report.credits).toEqual({ worker_credit: '2.5' });
  });

  it('is worth nothing before there were rules', () => {
    expect(worth('skill_level', { trade: '电工', level: '高级工' }, '2019-12-31')).toBe('0');
  });

  it('is decided on, kept and told the next time, when a lower level of the same trade brings nothing', () => {
    const worker = '00000000-0000-4000-8000-000000000101';
    const organisation = '00000000-0000-4000-8000-000000000001';
    const one = (id: string, level: string) => ({
      ...verified('skill_level', { trade: '电工', level }),
      ...{ id, minutes: null, course: null, organisation },
    });
    const [high] = decide(library, { worker, granted: [], outcomes: [one('a', '高级工')] }, at);
    expect(high?.parts).toMatchObject([{ unit: 'worker_credit', amount: '800' }]);
    const granted = JSON.parse(JSON.stringify([{ ...high?.told, parts: high?.granted }])) as never[];
    const [low] = decide(library, { worker, granted, outcomes: [one('b', '中级工')] }, at);
    expect(low?.granted).toBeNull();
    expect(low?.report.trace.map(({ reason }) => reason)).toContain('not_best');
  });
});
