import { env } from '#platform/env.ts';

const levels = ['debug', 'info', 'warn', 'error'] as const;
type Level = (typeof levels)[number];

/** Plain values only: numbers, words and ids. Names, phones, addresses and texts of people never go into a log. */
type Facts = Record<string, string | number | boolean | null | undefined>;

export function log(level: Level, event: string, facts: Facts = {}): void {
  const threshold = env().LOG_LEVEL;
  if (threshold === 'silent' || levels.indexOf(level) < levels.indexOf(threshold)) return;
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...facts })}\n`);
}

/**
 * A cause in one line, for the log. What a database says may quote the values it refused, so quoted text is masked unless somebody
 * looks for a fault on her own machine.
 */
export function describe(cause: unknown): string {
  const { code = '', message = '' } = (cause ?? {}) as { code?: string; message?: string };
  const text = `${code} ${message || String(cause)}`.trim();
  return env().LOG_LEVEL === 'debug' ? text : text.replace(/"[^"]*"|'[^']*'|\([^)]*\)=\([^)]*\)/g, '…');
}
