import { describe, expect, it } from 'vitest';
import { factsOf, kindOfFile } from '#domains/records/claims/rules.ts';
import { claimFormSchema } from '#domains/records/claims/schema.ts';

const sent = (changed: object) =>
  claimFormSchema.safeParse({
    id: '00000000-0000-4000-8000-000000000001',
    kind: 'contest',
    organisation: '00000000-0000-4000-8000-000000000010',
    title: '焊接比赛',
    issuer: '市总工会',
    achieved_on: '2026-05-01',
    level_of_contest: 'city',
    rank: '1',
    ...changed,
  });
const problem = (changed: object) => {
  const issue = sent(changed).error?.issues[0];
  return issue && [issue.path.join('.'), issue.message];
};
const file = (bytes: number) => new File([new Uint8Array(bytes)], 'x.png');

describe('a claim as it is typed', () => {
  it('keeps what its kind asks, and nothing of other kinds', () => {
    const typed = sent({ team: 'true', hours: '40', trade: '' });
    expect(typed.data && factsOf(typed.data)).toEqual({ level_of_contest: 'city', rank: '1', team: 'true' });
  });

  it.each([
    [{ rank: '' }, ['rank', 'value_missing']],
    [{ rank: '7' }, ['rank', 'value_not_allowed']],
    [{ team: 'maybe' }, ['team', 'value_not_allowed']],
    [{ kind: 'training', hours: '-1' }, ['hours', 'hours_not_understood']],
    [{ kind: 'training', hours: '8', score: '101' }, ['score', 'score_not_understood']],
    [{ kind: 'proposal', role: 'spectator' }, ['role', 'value_not_allowed']],
    [{ kind: 'training', hours: 'NaN' }, ['hours', 'hours_not_understood']],
    [{ kind: 'training', hours: '0' }, ['hours', 'hours_not_understood']],
    [{ kind: 'work', started: '2026-06-01' }, ['started', 'date_not_understood']],
    [{ kind: 'skill_level', trade: '焊工', level: '本科' }, ['level', 'value_not_allowed']],
    [{ achieved_on: '1066-10-14' }, ['achieved_on', 'date_not_understood']],
    [{ achieved_on: '昨天' }, ['achieved_on', 'date_not_understood']],
    [{ title: ' ' }, ['title', 'claim_title_missing']],
    [{ issuer: 'x'.repeat(101) }, ['issuer', 'value_too_long']],
    [{ files: Array.from({ length: 6 }, () => file(1)) }, ['files', 'evidence_too_many']],
    [{ files: [file(10 * 1024 * 1024 + 1)] }, ['files', 'evidence_too_large']],
    [{ files: [file(8 * 1024 * 1024), file(8 * 1024 * 1024)] }, ['files', 'evidence_too_large']],
  ])('%o: %o', (changed, expected) => {
    expect(problem(changed)).toEqual(expected);
  });

  it('does not count the empty file that a form without files sends', () => {
    expect(problem({ files: [file(0)] })).toBeUndefined();
  });
});

describe('a file', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  it.each([
    [new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), 'jpg'],
    [new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]), 'png'],
    [bytes('RIFF1234WEBPVP8 '), 'webp'],
    [bytes('%PDF-1.7'), 'pdf'],
    [bytes('RIFF1234WAVEfmt '), undefined],
    [bytes('<svg onload="x">'), undefined],
    [bytes('<html>'), undefined],
    [bytes(''), undefined],
  ])('is what its content says: %o is %s', (content, extension) => {
    expect(kindOfFile(content)?.extension).toBe(extension);
  });
});
