import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const known = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

export const browserFlags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

interface Found {
  executablePath: string;
  args: string[];
  env?: Record<string, string>;
}

/** The browser that an npm package carries, with the libraries that a bare machine lacks; it unpacks them when told it is elsewhere. */
async function carriedBrowser(): Promise<Found> {
  const { AWS_EXECUTION_ENV, LD_LIBRARY_PATH } = process.env;
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs24.x';
  const { default: carried } = await import('@sparticuz/chromium');
  const executablePath = await carried.executablePath();
  const env = { ...process.env, AWS_EXECUTION_ENV: '' } as Record<string, string>;
  // Its libraries are for this browser alone; nothing else that the tests start may meet them.
  for (const [name, value] of Object.entries({ AWS_EXECUTION_ENV, LD_LIBRARY_PATH })) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
  return { executablePath, args: browserFlags, env };
}

/** CHROMIUM_PATH, a browser of the system, or the one that an npm package carries: a bare machine needs nothing. */
export async function findBrowser(): Promise<Found> {
  const executablePath = process.env['CHROMIUM_PATH'] || known.find((path) => existsSync(path));
  return executablePath ? { executablePath, args: browserFlags } : carriedBrowser();
}

export async function launchBrowser(extra: string[] = []): Promise<Browser> {
  const { args, ...found } = await findBrowser();
  return chromium.launch({ ...found, args: [...args, ...extra] });
}
