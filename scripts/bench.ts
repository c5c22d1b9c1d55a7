// `npm run bench -- NAME [options]` runs tests/bench/NAME.ts. Each prints its figures as JSON, the summary last.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = join(import.meta.dirname, '../tests/bench');
const names = readdirSync(folder).filter((file) => file.endsWith('.ts'));
const wanted = process.argv[2] ?? '';

if (names.includes(`${wanted}.ts`)) await import(pathToFileURL(join(folder, `${wanted}.ts`)).href);
else {
  console.error(`usage: npm run bench -- ${names.map((file) => file.replace(/\.ts$/, '')).join(' | ')}`);
  process.exitCode = 2;
}
