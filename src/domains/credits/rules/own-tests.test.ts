import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runOwnTests } from '#domains/credits/rules/own-tests.ts';
import { readRuleFile } from '#domains/credits/rules/rule-file.ts';

const folder = 'content/rules';
const files = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.yaml'))
  .sort();

it('finds the rule sets that ship with the product', () => expect(files.length).toBeGreaterThanOrEqual(12));

describe.each(files)('%s', (name) => {
  const file = readRuleFile(readFileSync(`${folder}/${name}`, 'utf8'), name);
  const results = runOwnTests(file);

  it('gives every rule set cases of its own', () => {
    for (const { set } of file.documents) expect(set.tests.length, set.id).toBeGreaterThan(0);
  });
  it.each(results)('$set: $name', ({ problems }) => expect(problems).toEqual([]));
});

it('holds the example of the documentation to its word', () => {
  const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/rules.md', 'utf8')) ?? [];
  const results = runOwnTests(readRuleFile(text, 'docs/rules.md'));
  expect(results.map(({ problems }) => problems)).toEqual([[]]);
});

// A rule set whose cases can't fail proves nothing: each number in a copy is made wrong once.
describe('cases that are wrong', () => {
  const text = readFileSync(`${folder}/kr-acbs.yaml`, 'utf8');
  it.each([
    ['cap: { at_most: 24 }', 'cap: { at_most: 25 }'],
    ['cap: { at_most: 42 }', 'cap: { at_most: 43 }'],
    ['attendance: { min: 80 }', 'attendance: { min: 79 }'],
    ['score: { min: 60 }', 'score: { above: 60 }'],
    ['at_least: 18', 'at_least: 17'],
    ['second: 09-01', 'second: 09-02'],
  ])('%s changed to %s is noticed', (right, wrong) => {
    expect(text).toContain(right);
    const problems = runOwnTests(readRuleFile(text.replace(right, wrong), 'changed')).flatMap((one) => one.problems);
    expect(problems).not.toEqual([]);
  });
});
