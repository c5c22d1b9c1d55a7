import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { zeroBits } from '#domains/membership/gate/rules.ts';
import { newChallenge, workDone } from '#domains/membership/gate/work.ts';

const sealOf = (place: string) => (body: string) => createHash('sha256').update(`${place}:${body}`).digest('hex');
const here = sealOf('here');
const minute_ms = 60_000;

function solve(challenge: string, bits: number): string {
  for (let nonce = 0; ; nonce++) {
    const text = `${challenge}.${nonce}`;
    if (zeroBits(createHash('sha256').update(text).digest()) >= bits) return text;
  }
}

describe('work', () => {
  const now = 1_800_000_000_000;
  const challenge = newChallenge(8, here, now);
  const done = solve(challenge, 8);

  it('counts zeros from the front', () => {
    expect([[128], [127], [1], [0, 255], [0, 0, 1], [0, 0]].map((bytes) => zeroBits(Uint8Array.from(bytes)))).toEqual([
      0, 1, 7, 8, 23, 16,
    ]);
  });

  it('is known again by its mark, which is the same however it was worked out', () => {
    expect(workDone(done, here, now + minute_ms)).toEqual({ subject: here(challenge.split('.')[0] ?? ''), bits: 8 });
  });

  it.each([
    ['at another place', done, sealOf('there'), now],
    ['after ten minutes', done, here, now + 11 * minute_ms],
    ['when it is not done', `${challenge}.x`, here, now],
    ['when nothing was worked out', challenge, here, now],
    ['when somebody asked for less', solve(newChallenge(1, sealOf('mine'), now), 1), here, now],
    ['when it is something else', '..', here, now],
    ['when there is none', undefined, here, now],
  ])('is worth nothing %s', (_when, sent, seal, at) => {
    expect(workDone(sent, seal, at)).toBeUndefined();
  });
});
