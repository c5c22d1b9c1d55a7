import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import { refuse, Refusal } from './words.ts';

const manifestName = 'manifest.json';

interface Manifest {
  made: string;
  /** Every file by its path, with the hash of its content. */
  sha256: Record<string, string>;
}

interface Found {
  directories: string[];
  files: string[];
}

async function walk(
  folder: string,
  left: ReadonlySet<string>,
  found: Found = { directories: [], files: [] },
): Promise<Found> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (left.has(entry.name)) continue;
    if (entry.isDirectory()) {
      // Postgres wants its empty folders back, so folders are kept for their own sake.
      found.directories.push(path);
      await walk(path, left, found);
    } else if (entry.isFile()) found.files.push(path);
  }
  return found;
}

function hashing(hash: Hash): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** A folder as one zip with a manifest of hashes, written beside its place and moved there when whole. */
export async function pack(folder: string, target: string, left: ReadonlySet<string>): Promise<number> {
  const { directories, files } = await walk(folder, left);
  const zip = new ZipFile();
  const partial = `${target}.partial`;
  const written = pipeline(zip.outputStream, createWriteStream(partial, { mode: 0o600 }));
  const manifest: Manifest = { made: new Date().toISOString(), sha256: {} };
  const nameOf = (path: string) => relative(folder, path).split(sep).join('/');
  for (const path of directories) zip.addEmptyDirectory(nameOf(path));
  for (const path of files) {
    manifest.sha256[nameOf(path)] = await sha256Of(path);
    zip.addFile(path, nameOf(path));
  }
  zip.addBuffer(Buffer.from(JSON.stringify(manifest)), manifestName);
  zip.end();
  await written;
  await rename(partial, target);
  return files.length;
}

const damaged = (what: string): never =>
  refuse(`备份已损坏：${what}。没有改动任何数据。`, `The backup is damaged: ${what}. No data were changed.`);

/** Unpacks into a new folder and answers only when every file is there with its own hash. */
export async function unpack(source: string, folder: string): Promise<number> {
  try {
    // The reader refuses names that climb out of the folder and sizes that lie.
    const zip = await openPromise(source, { lazyEntries: true, validateEntrySizes: true });
    const seen: Record<string, string> = {};
    for await (const entry of zip.eachEntry()) {
      const path = resolve(folder, entry.fileName);
      const isFolder = entry.fileName.endsWith('/');
      await mkdir(isFolder ? path : dirname(path), { recursive: true, mode: 0o700 });
      if (!isFolder) seen[entry.fileName] = await write(await zip.openReadStreamPromise(entry), path);
    }
    return verify(await readManifest(join(folder, manifestName)), seen);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return damaged(error instanceof Error ? error.message : String(error));
  }
}

async function write(content: Readable, path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(content, hashing(hash), createWriteStream(path, { mode: 0o600 }));
  return hash.digest('hex');
}

async function readManifest(path: string): Promise<Manifest> {
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest;
  await rm(path);
  return manifest;
}

function verify({ sha256 }: Manifest, seen: Record<string, string>): number {
  for (const [name, hash] of Object.entries(sha256)) if (seen[name] !== hash) damaged(name);
  for (const name of Object.keys(seen)) if (name !== manifestName && sha256[name] === undefined) damaged(name);
  return Object.keys(sha256).length;
}
