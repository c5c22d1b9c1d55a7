import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { refuse } from './words.ts';

export interface DataFolder {
  path: string;
  database: string;
  files: string;
  release(): void;
}

const ours = new Set(['database', 'files', 'secrets.json', 'signing-keys.json', 'lock']);

/** A process and when it began: a number alone may have been given to somebody else since. Empty when there is no such process. */
function identityOf(pid: number): string {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return '';
  }
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
  // The name of a process may hold spaces and brackets; what follows the last bracket may not. The start is the 20th field of that.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // Killed, but not yet buried by its parent, as it stays in a container without an init.
  if (state === 'Z') return '';
  return `${pid} ${fields[18] ?? ''}`;
}

/** Two processes on one database folder would destroy it, so whoever opens it says so in a file. */
function lock(path: string): () => void {
  const file = join(path, 'lock');
  const holder = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const pid = Number(holder.split(' ')[0]);
  if (pid && pid !== process.pid && identityOf(pid) === holder) {
    refuse(
      `数据目录 ${path} 正在被另一个工课进程（${pid}）使用，请先停止它，或用 GONGKE_DATA 指定别的目录。`,
      `The data folder ${path} is in use by another Gongke process (${pid}): stop it first, or name another folder in GONGKE_DATA.`,
    );
  }
  writeFileSync(file, identityOf(process.pid));
  return () => rmSync(file, { force: true });
}

/** Step by step, as Node's own `recursive` never comes back from a place where nothing can be made, such as below /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** What was made by a copy, an older version or a careless hand is closed to everybody else, as if we had made it. */
function closeToOthers(path: string): void {
  if (!existsSync(path)) return;
  const state = statSync(path);
  if ((state.mode & 0o077) !== 0) chmodSync(path, state.isDirectory() ? 0o700 : 0o600);
  if (state.isDirectory()) for (const name of readdirSync(path)) closeToOthers(join(path, name));
}

/** The folder itself is closed only when it holds nothing else: somebody may have named one that others need. */
function closeFolder(path: string): void {
  process.umask(0o077);
  for (const name of ours) closeToOthers(join(path, name));
  if (readdirSync(path).every((name) => ours.has(name))) chmodSync(path, 0o700);
}

export function openDataFolder(wanted: string): DataFolder {
  const path = resolve(wanted);
  try {
    makeFolder(path);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    const release = lock(path);
    closeFolder(path);
    return { path, database: join(path, 'database'), files: join(path, 'files'), release };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!code) throw error;
    return refuse(
      `数据目录 ${path} 无法写入（${code}），请检查权限，或用 GONGKE_DATA 指定别的目录。`,
      `The data folder ${path} can't be written to (${code}): check its permissions, or name another folder in GONGKE_DATA.`,
    );
  }
}

/** Begins anew. A folder that holds anything else was named by mistake, and is left alone. */
export function resetDataFolder(wanted: string): void {
  const path = resolve(wanted);
  if (!existsSync(path)) return;
  const strange = readdirSync(path).find((name) => !ours.has(name));
  if (strange) {
    refuse(
      `${path} 里有不属于工课的文件（${strange}），没有删除任何东西。`,
      `${path} holds something that is not Gongke's (${strange}), so nothing was deleted.`,
    );
  }
  lock(path)();
  for (const name of ours) rmSync(join(path, name), { recursive: true, force: true });
}
