import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const folder = join(mkdtempSync(join(tmpdir(), 'gongke-keys-')), 'data');
const file = join(folder, 'signing-keys.json');

function keys(...args: string[]) {
  const env = { ...process.env, GONGKE_DATA: folder, LANG: 'en' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'keys.ts'), ...args], {
    env,
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr, lines: stdout.split('\n').filter((line) => line.trim()) };
}

it('the operator makes keys, changes them, and withdraws one', () => {
  const first = keys();
  expect(first.lines).toEqual([
    expect.stringMatching(/ed25519-\w+ {2}signs .* [0-9a-f]{64}$/),
    expect.stringMatching(/rs256-.* signs/),
  ]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(keys().lines, 'made once').toEqual(first.lines);

  const changed = keys('rotate');
  expect(changed.lines.filter((line) => line.includes('signs'))).toHaveLength(2);
  expect(changed.lines.filter((line) => line.includes('proves'))).toHaveLength(2);
  expect(JSON.parse(readFileSync(file, 'utf8')) as object[]).toHaveLength(4);
  expect(readFileSync(file, 'utf8').match(/"private"/g), 'the old ones can sign no more').toHaveLength(2);
  expect(statSync(file).mode & 0o777).toBe(0o600);

  const [id = ''] = first.lines[0]?.trim().split(' ') ?? [];
  expect(keys('withdraw', id).lines.join()).not.toContain(id);
  const [signs = ''] = changed.lines[0]?.trim().split(' ') ?? [];
  const after = keys('withdraw', signs);
  expect(after.lines.join()).not.toContain(signs);
  expect(
    after.lines.filter((line) => line.includes('signs')),
    'what signs is replaced',
  ).toHaveLength(2);
  expect(keys('withdraw', 'nobody')).toMatchObject({ status: 1, said: expect.stringContaining('Usage') });
}, 60_000);
