import { readFileSync } from 'node:fs';
import { inject } from 'vitest';
import { demoPassword, demoPeople } from '../../supabase/embedded/demo.ts';

export interface Reply {
  status: number;
  location: string | null;
  headers: Headers;
  text: string;
  setCookies: string[];
}

/** A browser without scripts: it keeps cookies, sends its origin with forms, and follows nothing by itself. */
export interface Visitor {
  get(path: string, headers?: Record<string, string>): Promise<Reply>;
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Reply>;
  signIn(name: string, password?: string): Promise<Reply>;
  /** Whether the product knows who this is. */
  isSignedIn(): Promise<boolean>;
  cookies: Map<string, string>;
}

export function visit(base = inject('productUrl')): Visitor {
  const cookies = new Map([['gk_lang', 'en']]);
  const send = async (path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Reply> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(base + path, { ...init, headers: { cookie, ...init.headers }, redirect: 'manual' });
    const setCookies = answer.headers.getSetCookie();
    for (const line of setCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const { status, headers } = answer;
    return { status, headers, location: headers.get('location'), text: await answer.text(), setCookies };
  };
  const post: Visitor['post'] = (path, fields, headers = {}) =>
    send(path, { method: 'POST', body: new URLSearchParams(fields), headers: { origin: base, ...headers } });
  const get: Visitor['get'] = (path, headers = {}) => send(path, { headers });
  return {
    cookies,
    get,
    post,
    signIn: (name, password = demoPassword) => post('/sign-in?_action=account.signIn', { name, password }),
    isSignedIn: async () => (await get('/me')).status === 200,
  };
}

export const nameOf = (person: string): string => demoPeople[person]?.signInName ?? person;

/** The newest code that the product sent to this name. */
export async function codeFor(name: string, log = inject('productLog')): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const printed = readFileSync(log, 'utf8');
    // A message ends with an empty line; what follows is for somebody else.
    const message = printed.split(` ${name}\n`).at(-1)?.split('\n\n')[0] ?? '';
    const code = printed.includes(` ${name}\n`) ? /\b\d{6}\b/.exec(message)?.[0] : undefined;
    if (code) return code;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no code was sent to ${name}`);
}

/** Somebody of a test's own, signed up and signed in: what is done to her disturbs nobody else. */
export async function newPerson(name: string, password: string): Promise<Visitor> {
  const visitor = visit();
  await visitor.post('/sign-up?_action=account.requestSignUpCode', { name });
  const form = { name, code: await codeFor(name), person_name: '某人', new_password: password };
  const opened = await visitor.post('/sign-up?_action=account.signUp', form);
  if (opened.status !== 303) throw new Error(`${name} could not sign up: ${opened.status}`);
  return visitor;
}

/** The sentence of a page's error summary or notices, without its markup. */
export const wordsOf = (html: string): string =>
  html
    .replace(/<(style|script)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
