import { describe, expect, it } from 'vitest';
import { filled } from '#domains/records/certificates/rules.ts';
import { templateFormSchema } from '#domains/records/certificates/schema.ts';

describe('the words of a certificate', () => {
  it('say of each what is its own, and what somebody is called is never read as a place', () => {
    const said = { name: '{title}', title: '《$& 焊接》', hours: '2小时' };
    expect(filled('{name}学完{title}，{hours}。', said)).toBe('{title}学完《$& 焊接》，2小时。');
  });

  const form = (wording: string, kind = 'course') =>
    templateFormSchema.safeParse({
      organisation: '00000000-0000-4000-8000-000000000010',
      kind,
      heading: '结业证书',
      wording,
      signer: '',
    });

  it('name the worker and what she has learnt', () => {
    expect(form('{name}于{day}学完《{title}》，{hours}。').success).toBe(true);
    expect(form('{name}取得{title}（{issuer}）。', 'level').success).toBe(true);
  });

  it.each([
    '{name}学完了。',
    '学完《{title}》。',
    '{name} {title} {number}',
    '{name} {title} {',
    '{name} {title} {Hours}',
    '{name}{title}{issuer}',
  ])('are refused when a place is missing or unknown: %s', (wording) => {
    const { error } = form(wording);
    expect(error?.issues.map(({ message, path }) => [message, path])).toEqual([
      ['certificate_places_wrong', ['wording']],
    ]);
  });
});
