import { WrongEnvironment } from '../src/platform/env.ts';

/** What the command line says, in the language of the terminal. */
const chinese = /^zh/i.test(process.env['LC_ALL'] ?? process.env['LANG'] ?? '');

export const say = (zh: string, en: string): string => (chinese ? zh : en);

/** A reason to stop that the operator can act on: printed as one sentence, without a stack. */
export class Refusal extends Error {}

export function refuse(zh: string, en: string): never {
  throw new Refusal(say(zh, en));
}

/** A step that takes a while: named when it begins, timed when it ends. */
export async function step<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const began = performance.now();
  process.stdout.write(`  … ${name}`);
  const result = await work();
  process.stdout.write(`\r  ✓ ${name}  ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
  return result;
}

/** Runs a command of the operator's: a refusal is one sentence and exit code 1, anything else a stack. */
export async function run(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const known = error instanceof Refusal || error instanceof WrongEnvironment;
    const prefix = error instanceof WrongEnvironment ? say('环境变量有误：', 'Wrong environment variable: ') : '';
    const text = error instanceof Error ? (known ? prefix + error.message : error.stack) : String(error);
    process.stderr.write(`\n${text}\n`);
    process.exit(1);
  }
}
