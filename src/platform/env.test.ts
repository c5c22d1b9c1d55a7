import { describe, expect, it } from 'vitest';
import { readEnv } from '#platform/env.ts';

describe('the environment', () => {
  it('needs nothing', () => {
    expect(readEnv({})).toMatchObject({ PORT: 4321, HOST: '127.0.0.1', GONGKE_DATA: '.gongke' });
  });

  it('takes an empty value for none', () => {
    expect(readEnv({ PORT: '', SUPABASE_URL: '' }).PORT).toBe(4321);
  });

  it.each([
    [{ PORT: 'abc' }, /^PORT: .*number/],
    [{ PORT: '70000' }, /^PORT: /],
    [{ SUPABASE_URL: 'nonsense' }, /^SUPABASE_URL: /],
    [{ SUPABASE_URL: 'https://x.example' }, /^SUPABASE_PUBLISHABLE_KEY: expected the publishable/],
    [{ DATABASE_URL: 'mysql://x/y' }, /^DATABASE_URL: /],
    [{ PUBLIC_ORIGIN: 'http://learn.example.cn' }, /^PUBLIC_ORIGIN: expected https/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL: /],
    [{ SMS_GATEWAY_URL: 'https://sms.example' }, /^SMS_GATEWAY_TOKEN: /],
  ])('names what is wrong in %o', (source, message) => {
    expect(() => readEnv(source)).toThrow(message);
  });

  it('refuses two databases at once', () => {
    const both = {
      SUPABASE_URL: 'https://x.example',
      SUPABASE_PUBLISHABLE_KEY: 'p'.repeat(20),
      SUPABASE_SECRET_KEY: 's'.repeat(20),
      DATABASE_URL: 'postgres://localhost/x',
    };
    expect(() => readEnv(both)).toThrow(/^DATABASE_URL: expected nothing/);
  });
});
