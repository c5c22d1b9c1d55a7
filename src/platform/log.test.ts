import { describe as suite, expect, it } from 'vitest';
import { describe } from '#platform/log.ts';

suite('a cause in the log', () => {
  it('keeps the code and masks what was quoted', () => {
    const cause = {
      code: '23505',
      message: 'duplicate key "Li" Key (name)=(13800000001) exists',
      details: 'never printed',
    };
    expect(describe(cause)).toBe('23505 duplicate key … Key … exists');
  });

  it('takes anything', () => {
    expect(describe(new Error('broken'))).toBe('broken');
    expect(describe(undefined)).toBe('undefined');
    expect(describe('word')).toBe('word');
  });
});
