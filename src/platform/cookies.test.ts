import { describe, expect, it } from 'vitest';
import { safeBack } from '#platform/cookies.ts';

describe('the way back', () => {
  it.each(['/', '/me', '/me?tab=1#x', '/组织'])('stays on our site: %s', (path) => {
    expect(safeBack(path)).toMatch(/^\/(me|%E7|$)/);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\tevil',
    '',
    null,
    undefined,
    '/%0d\n',
  ])('never leaves it: %s', (path) => {
    expect(safeBack(path)).toBe('/');
  });
});
