import { describe, expect, it } from 'vitest';
import { parseSignInName, parseSlipCode, printSlipCode } from '#domains/membership/account/rules.ts';

describe('sign-in names', () => {
  it.each([
    '13800000001',
    '138 0000 0001',
    '+86 138-0000-0001',
    '0086 13800000001',
    '１３８０００００００１',
    '8613800000001',
  ])('reads the mobile number %s', (typed) =>
    expect(parseSignInName(typed)).toEqual({ kind: 'phone', name: '+8613800000001' }),
  );

  it('reads a number of another country', () => {
    expect(parseSignInName('+852 5123 4567')).toEqual({ kind: 'phone', name: '+85251234567' });
  });

  it('reads an address in any case', () => {
    expect(parseSignInName('  Worker@Demo.Example ')).toEqual({ kind: 'email', name: 'worker@demo.example' });
  });

  it.each(['', 'hello', '12345', '1380000000', '138000000011', 'a@b', 'a@@b.cn', 'a b@c.cn', '+', '<x>@y.cn'])(
    'refuses %j',
    (typed) => expect(parseSignInName(typed)).toBeUndefined(),
  );
});

describe('slip codes', () => {
  it('reads what was printed', () => {
    const code = 'ABCD2345EFGH';
    expect(printSlipCode(code)).toBe('ABCD-2345-EFGH');
    expect(parseSlipCode(printSlipCode(code).toLowerCase())).toBe(code);
    expect(parseSlipCode(' abcd 2345 efgh ')).toBe(code);
  });

  it.each(['', 'ABCD-2345', 'ABCD-2345-EFG0', 'ABCD-2345-EFGI', 'ABCD-2345-EFGHJ'])('refuses %j', (typed) =>
    expect(parseSlipCode(typed)).toBeUndefined(),
  );
});
