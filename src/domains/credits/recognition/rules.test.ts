import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decide, preview } from '#domains/credits/recognition/rules.ts';
import type { WaitingOutcome } from '#domains/credits/recognition/schema.ts';
import { readRuleFile } from '#domains/credits/rules/rule-file.ts';

const file = 'content/rules/city-federation.yaml';
const { library } = readRuleFile(readFileSync(file, 'utf8'), file);
const worker = '00000000-0000-4000-8000-000000000101';
const organisation = '00000000-0000-4000-8000-000000000001';
const at = '2026-11-26';

const completed = (n: number, minutes: number, course = `course-${n}`): WaitingOutcome => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  kind: 'course_completed',
  ended: '2026-05-01',
  minutes,
  course,
  name: '课',
  facts: {},
  organisation,
});
/** As the database hands back what was granted. */
const stored = (decisions: ReturnType<typeof decide>) =>
  JSON.parse(
    JSON.stringify(decisions.flatMap(({ told, granted }) => (granted ? [{ ...told, parts: granted }] : []))),
  ) as never[];

describe('deciding on completed courses', () => {
  it('gives what the rules in force say, in smallest units, with the version that decided', () => {
    const [decision] = decide(library, { worker, granted: [], outcomes: [completed(1, 720)] }, at);
    expect(decision).toMatchObject({ rule_set: 'city-federation', rule_version: '2026', organisation });
    expect(decision?.parts).toEqual([
      { unit: 'worker_credit', amount: '100', dated_on: '2026-05-01', expires_on: '2031-05-01' },
    ]);
    expect(decision?.report.trace.map(({ reason }) => reason)).toContain('given');
  });

  it('says why nothing is given, and leaves nothing to post', () => {
    const outcomes = [completed(1, 720, 'same'), completed(2, 720, 'same')];
    const decisions = decide(library, { worker, granted: [], outcomes }, at);
    expect(decisions.map(({ parts }) => parts.length).sort()).toEqual([0, 1]);
    const refused = decisions.find(({ granted }) => granted === null);
    expect(refused?.report.trace.map(({ reason }) => reason)).toContain('not_best');
  });

  it('comes to the same sum one by one, told of what it gave before, as all at once', () => {
    const outcomes = [completed(1, 7200), completed(2, 7200), completed(3, 7200), completed(4, 7200)];
    const sum = (decisions: ReturnType<typeof decide>) =>
      decisions.flatMap(({ parts }) => parts).reduce((total, { amount }) => total + Number(amount), 0);
    const granted: never[] = [];
    let apart = 0;
    for (const one of outcomes) {
      const decisions = decide(library, { worker, granted, outcomes: [one] }, at);
      apart += sum(decisions);
      granted.push(...stored(decisions));
    }
    expect(apart).toBe(3000);
    expect(sum(decide(library, { worker, granted: [], outcomes }, at))).toBe(3000);
  });

  it('previews with the same engine what a course would bring', () => {
    const planned = [{ course: 'course-1', name: '课', minutes: 720 }];
    const sum = (granted: never[]) => preview(library, { worker, granted, planned }, at).totals['worker_credit'];
    expect(sum([])).toEqual({ n: 1n, d: 1n });
    const decisions = decide(library, { worker, granted: [], outcomes: [completed(1, 720)] }, at);
    expect(sum(stored(decisions)), 'a course counts once').toEqual({ n: 0n, d: 1n });
  });

  it('lets what a panel granted fill a cap, and passes over what it granted in a unit of which no rule speaks', () => {
    const granted = [{ parts: [{ unit: 'worker_credit', amount: '29.5', date: '2026-05-01', rule: 'course' }] }].map(
      ({ parts }) => ({
        id: 'x',
        kind: 'course',
        worker,
        issuer: organisation,
        course: 'x',
        mode: 'online',
        ended: '2026-05-01',
        parts,
      }),
    );
    const sum = (some: typeof granted) =>
      decide(library, { worker, granted: some, outcomes: [completed(1, 7200)] }, at)[0]?.report.credits[
        'worker_credit'
      ];
    expect(sum([])).toBe('10');
    expect(sum(granted)).toBe('0.5');
    const foreign = granted.map((one) => ({ ...one, parts: one.parts.map((part) => ({ ...part, unit: 'gold' })) }));
    expect(sum(foreign)).toBe('10');
  });
});
