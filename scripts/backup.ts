// `npm run backup FILE` writes the whole embedded world, database and files together, into one verified zip.
// Usually the product is stopped for it: a database folder that is being written can't be copied.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { env } from '../src/platform/env.ts';
import { pack } from '../server/archive.ts';
import { openDataFolder } from '../server/data-folder.ts';
import { refuse, run, say, step } from '../server/words.ts';

await run(async () => {
  const target = process.argv[2];
  if (!target) return refuse('用法：npm run backup -- 文件.zip', 'Usage: npm run backup -- FILE.zip');
  if (existsSync(target)) refuse(`${target} 已经存在，没有覆盖。`, `${target} exists already and was not overwritten.`);
  const { GONGKE_DATA } = env();
  if (!existsSync(resolve(GONGKE_DATA, 'secrets.json'))) {
    refuse(`${GONGKE_DATA} 里没有数据。`, `There are no data in ${GONGKE_DATA}.`);
  }
  const folder = openDataFolder(GONGKE_DATA);
  try {
    const files = await step(say('备份', 'Backup'), () => pack(folder.path, resolve(target), new Set(['lock'])));
    process.stdout.write(`  ${say(`${files} 个文件，写入`, `${files} files, written to`)} ${target}\n`);
  } finally {
    folder.release();
  }
});
