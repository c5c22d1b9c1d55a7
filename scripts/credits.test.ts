import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { filled } from '#domains/credits/rules/explain.ts';
import { REASONS } from '#domains/credits/rules/trace.ts';
import { credits } from './credits.ts';

const folder = mkdtempSync(join(tmpdir(), 'credits-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) => credits(args);
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const federation = 'content/rules/city-federation.yaml';
const outcomes = file(
  'outcomes.json',
  `[{"id":"a","kind":"course","name":"电工安全","hours":17.60,"ended":"2026-05-01"},
    {"id":"b","kind":"dance","ended":"2026-05-01"}]`,
);
const assessArgs = ['assess', '--rules', federation, '--outcomes', outcomes, '--at', '2026-12-31'];

describe('the command', () => {
  const spawned = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/credits.ts', ...args], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  it('says good news, bad news and its code where a shell looks for them', () => {
    expect(spawned(...assessArgs)).toEqual({ ...run(...assessArgs), stdout: `${run(...assessArgs).stdout}\n` });
    const wrong = spawned('assess', '--rules', 'nowhere.yaml', '--outcomes', outcomes);
    expect(wrong).toEqual({ status: 2, stdout: '', stderr: 'nowhere.yaml: there is no such file\n' });
  });
});

describe('assess', () => {
  it('prints credits, period and trace', () => {
    const { status, stdout } = run(...assessArgs);
    expect(status).toBe(0);
    expect(stdout).toContain('a: 1.1 worker_credit');
    expect(stdout).toContain('year 2026');
    expect(stdout).toContain('given [course] 0 -> 1.1');
  });
  it('prints JSON with exact amounts', () => {
    const report: unknown = JSON.parse(run(...assessArgs, '--json').stdout);
    expect(report).toMatchObject({
      at: '2026-12-31',
      outcomes: [{ id: 'a', credits: { worker_credit: '1.1' }, smallest_units: { worker_credit: '110' } }, { id: 'b' }],
      totals: { worker_credit: '1.1' },
    });
  });
  it('explains in Chinese and in English', () => {
    expect(run(...assessArgs, '--explain', 'zh').stdout).toContain('按规则「课程学习」计算，得 1.1 学分');
    expect(run(...assessArgs, '--explain', 'en').stdout).toContain('By the rule “A course” this makes 1.1 credits');
  });
  it('takes settings inside their bounds', () => {
    expect(run(...assessArgs, '--set', 'hours_per_credit=8').stdout).toContain('a: 2.2 worker_credit');
    expect(run(...assessArgs, '--set', 'hours_per_credit=7')).toMatchObject({ status: 2, stdout: '' });
  });
});

describe('bad input', () => {
  const refused = (...args: string[]): string => {
    const { status, stdout, stderr } = run(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.trim().split('\n')).toHaveLength(1);
    return stderr.trim();
  };
  const assessWith = (rules: string, batch: string) => refused('assess', '--rules', rules, '--outcomes', batch);
  it.each([
    ['[{"id":"a","kind":"course","hours":-1}]', 'outcomes[0].hours: this can not be below zero'],
    ['[{"id":"a","kind":"course","ended":"2026-13-01"}]', 'outcomes[0].ended: expected a real day'],
    ['[{"id":"a"}]', 'outcomes[0].kind: this is required'],
    ['{"outcome":[]}', 'outcomes: this is required'],
    ['17', 'expected a list of outcomes'],
    ['[{', 'this is not valid JSON'],
  ])('%s is one sentence with the path', (text, expected) => {
    const path = file('bad.json', text);
    expect(assessWith(federation, path)).toContain(`${path}: ${expected}`);
  });
  it('names files that are missing and rules that are impossible', () => {
    expect(assessWith('nowhere.yaml', outcomes)).toBe('nowhere.yaml: there is no such file');
    const text = readFileSync('content/rules/in-abc.yaml', 'utf8').replace(
      'validity: { years: 7 }',
      'validity: { years: 8 }',
    );
    const line = text.split('\n').findIndex((one) => one.startsWith('validity:')) + 1;
    const path = file('abc.yaml', text);
    expect(assessWith(path, outcomes)).toBe(
      `${path}:${line}: validity: a validity of 8 years is longer than the 7 years that its policy allows`,
    );
    expect(refused(...assessArgs, '--at', 'tomorrow')).toContain('--at tomorrow');
    expect(refused('assess', '--rule', federation)).toContain("'--rule'");
  });
});

describe('test', () => {
  it('passes what ships and fails what is wrong', () => {
    expect(run('test', 'content/rules/us-iacet-ceu.yaml')).toMatchObject({ status: 0 });
    const wrong = file(
      'wrong.yaml',
      readFileSync('content/rules/us-iacet-ceu.yaml', 'utf8').replace('half_up', 'down'),
    );
    const { status, stdout } = run('test', wrong);
    expect(status).toBe(1);
    expect(stdout).toContain('FAIL us-iacet-ceu@2018: 1.78 is written 1.8');
    expect(stdout).toContain('credits a: expected 1.8, got 1.7');
  });
});

describe('the words', () => {
  const read = (language: string) =>
    JSON.parse(readFileSync(`content/i18n/${language}/credits.json`, 'utf8')) as Record<string, string>;
  const [zh, en] = [read('zh-CN'), read('en')];
  it('exist for every reason, in both languages, with the same places to fill', () => {
    for (const reason of REASONS) expect(zh, reason).toHaveProperty(`credits_reason_${reason}`);
    expect(Object.keys(en)).toEqual(Object.keys(zh));
    const places = (text = '') => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const key of Object.keys(zh)) expect(places(en[key]), key).toEqual(places(zh[key]));
  });
  it('show their key where a sentence is missing', () =>
    expect(filled(zh, 'credits_reason_new')).toBe('credits_reason_new'));
});
