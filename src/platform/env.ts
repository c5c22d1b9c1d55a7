import * as z from 'zod';

const port = z.coerce.number('expected a number from 1 to 65534').int().min(1).max(65534);
const address = (protocol: RegExp, example: string) =>
  z.url({ protocol, error: `expected an address like ${example}` });
const loopback = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/;

const schema = z
  .object({
    PORT: port.default(4321),
    HOST: z.string().min(1).default('127.0.0.1'),
    /** Where people reach the product, when that is not this machine: `https://learn.example.cn`. */
    PUBLIC_ORIGIN: address(/^https?$/, 'https://learn.example.cn').optional(),
    /** A second origin, for courseware that is not ours to trust. */
    COURSEWARE_ORIGIN: address(/^https?$/, 'https://courseware.example.cn').optional(),
    GONGKE_DATA: z.string().min(1).default('.gongke'),
    /** The file with the keys that records and heads of chains are signed with; beside the data when it is not named. */
    SIGNING_KEYS: z.string().min(1).optional(),
    /** Whether an empty embedded database is filled with the demo world. */
    GONGKE_DEMO: z.enum(['yes', 'no']).default('yes'),
    SUPABASE_URL: address(/^https?$/, 'https://project.supabase.co').optional(),
    SUPABASE_PUBLISHABLE_KEY: z.string().min(20).optional(),
    SUPABASE_SECRET_KEY: z.string().min(20).optional(),
    DATABASE_URL: address(/^postgres(ql)?$/, 'postgres://user:password@127.0.0.1:5432/gongke').optional(),
    SMTP_URL: address(/^smtps?$/, 'smtps://user:password@mail.example.cn').optional(),
    MAIL_FROM: z.email().default('gongke@localhost.localdomain'),
    /** Receives {to, text} as JSON for each text message. */
    SMS_GATEWAY_URL: address(/^https?$/, 'https://sms.example.cn/send').optional(),
    SMS_GATEWAY_TOKEN: z.string().optional(),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    /** How many proxies in front of us may be believed about a visitor's address. */
    TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  })
  .superRefine((value, context) => {
    const need = (name: keyof typeof value, why: string) => {
      if (value[name] === undefined) context.addIssue({ code: 'custom', path: [name], message: why });
    };
    if (value.SUPABASE_URL !== undefined) {
      need('SUPABASE_PUBLISHABLE_KEY', 'expected the publishable (anon) key, because SUPABASE_URL is set');
      need('SUPABASE_SECRET_KEY', 'expected the secret (service role) key, because SUPABASE_URL is set');
    }
    if (value.SUPABASE_URL !== undefined && value.DATABASE_URL !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['DATABASE_URL'],
        message: 'expected nothing, because SUPABASE_URL is set',
      });
    }
    if (value.SMS_GATEWAY_URL !== undefined)
      need('SMS_GATEWAY_TOKEN', 'expected a token, because SMS_GATEWAY_URL is set');
    if (value.PUBLIC_ORIGIN?.startsWith('http:') && !loopback.test(value.PUBLIC_ORIGIN)) {
      context.addIssue({ code: 'custom', path: ['PUBLIC_ORIGIN'], message: 'expected https: people sign in there' });
    }
  });

export type Env = z.infer<typeof schema>;

export class WrongEnvironment extends Error {}

/** The one place that reads the environment. An empty value counts as none; a wrong one is named, with what was expected. */
export function readEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new WrongEnvironment(`${issue?.path.join('.')}: ${issue?.message}`);
}

let current: Env | undefined;
export function env(): Env {
  current ??= readEnv(process.env);
  return current;
}
