import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { refuse, say, step } from './words.ts';

const root = join(import.meta.dirname, '..');
const stamp = join(root, 'dist/.stamp');
const sources = [
  'src',
  'content/i18n',
  'content/passwords',
  'public',
  'astro.config.mjs',
  'package.json',
  'project.inlang/settings.json',
];

function* filesBelow(path: string): Generator<string> {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) return yield path;
  for (const name of readdirSync(path).sort()) {
    // The compiled messages are a result of the build, not a source of it.
    if (name !== 'compiled') yield* filesBelow(join(path, name));
  }
}

/** Changes when any source does. Contents, not times: a fresh clone of the same sources needs no second build. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesBelow(join(root, source))) hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** What never changes is compressed once, as well as it goes. */
function compressAssets(): void {
  for (const file of filesBelow(join(root, 'dist/client'))) {
    if (!/\.(js|mjs|css|svg|json|webmanifest|html|txt|wasm)$/.test(file)) continue;
    const body = readFileSync(file);
    writeFileSync(`${file}.gz`, gzipSync(body, { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  }
}

export async function buildWhenNeeded(): Promise<void> {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await step(say('构建', 'Build'), async () => {
    const astro = join(root, 'node_modules/astro/bin/astro.mjs');
    const built = spawnSync(process.execPath, [astro, 'build'], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    });
    if (built.status !== 0) {
      process.stderr.write(`\n${built.stdout}${built.stderr}`);
      refuse('构建失败，原因见上。', 'The build failed; the reason is above.');
    }
    compressAssets();
    writeFileSync(stamp, wanted);
  });
}
