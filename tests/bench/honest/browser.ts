// A browser without scripts that keeps its cookies: what an attacker writes in an afternoon, and what honest pages send.

export interface Reply {
  status: number;
  location: string | null;
  text: string;
}

export class Browser {
  private readonly cookies = new Map<string, string>([['gk_lang', 'en']]);
  private readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  private async send(path: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Reply> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { cookie, origin: this.base, ...init.headers };
    const answer = await fetch(this.base + path, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
  }

  get = (path: string) => this.send(path, {});
  post = (path: string, fields: Record<string, string>) =>
    this.send(path, { method: 'POST', body: new URLSearchParams(fields) });
  json = (path: string, body: unknown) =>
    this.send(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', accept: 'application/json' },
    });

  async signIn(name: string, password: string): Promise<void> {
    const { status } = await this.post('/sign-in?_action=account.signIn', { name, password });
    if (status !== 303) throw new Error(`${name} could not sign in: ${status}`);
  }
}
