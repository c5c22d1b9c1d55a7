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

/** CHROMIUM_PATH, a browser of the system, or the one that an npm package carries: a bare machine needs nothing. */
export async function findBrowser(): Promise<{ executablePath: string; args: string[] }> {
  const given = process.env['CHROMIUM_PATH'];
  if (given) return { executablePath: given, args: browserFlags };
  const found = known.find((path) => existsSync(path));
  if (found) return { executablePath: found, args: browserFlags };
  const { default: carried } = await import('@sparticuz/chromium');
  return { executablePath: await carried.executablePath(), args: [...carried.args, ...browserFlags] };
}

export async function launchBrowser(extra: string[] = []): Promise<Browser> {
  const { executablePath, args } = await findBrowser();
  return chromium.launch({ executablePath, args: [...args, ...extra] });
}
