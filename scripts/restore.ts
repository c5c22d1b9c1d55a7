// `npm run restore FILE` puts a backup in the place of the embedded data. Everything is unpacked and verified beside the data folder
// first; what was there before is kept under another name until the operator removes it.
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { env } from '../src/platform/env.ts';
import { unpack } from '../server/archive.ts';
import { openDataFolder } from '../server/data-folder.ts';
import { refuse, run, say, step } from '../server/words.ts';

await run(async () => {
  const source = process.argv[2];
  if (!source) return refuse('用法：npm run restore -- 文件.zip', 'Usage: npm run restore -- FILE.zip');
  if (!existsSync(source)) refuse(`找不到 ${source}。`, `${source} was not found.`);
  const target = resolve(env().GONGKE_DATA);
  // Opened for its lock alone: nobody may be using what is about to be replaced.
  if (existsSync(target)) openDataFolder(target).release();
  const fresh = await mkdtemp(join(dirname(target), '.gongke-restore-'));
  try {
    const files = await step(say('恢复', 'Restore'), () => unpack(source, fresh));
    const before = `${target}.before-${new Date().toISOString().replace(/[:.]/g, '-')}`;
    if (existsSync(target)) await rename(target, before);
    await rename(fresh, target);
    process.stdout.write(
      `  ${say(`${files} 个文件已核对并恢复到`, `${files} files verified and restored to`)} ${target}\n`,
    );
    if (existsSync(before))
      process.stdout.write(`  ${say('原来的数据保存在', 'What was there before is in')} ${before}\n`);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
});
