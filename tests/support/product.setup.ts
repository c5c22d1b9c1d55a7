import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildWhenNeeded } from '../../server/build.ts';
import { startProduct } from './product.ts';

declare module 'vitest' {
  interface ProvidedContext {
    productUrl: string;
    /** What the product prints, messages to phones and mailboxes among it. */
    productLog: string;
  }
}

/** One product for all files of a stage: they are visitors of the same house and must not disturb each other. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildWhenNeeded();
  const folder = mkdtempSync(join(tmpdir(), 'gongke-log-'));
  const logFile = join(folder, 'product.log');
  writeFileSync(logFile, '');
  const product = await startProduct({ logFile });
  project.provide('productUrl', product.url);
  project.provide('productLog', logFile);
  return async () => {
    await product.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
