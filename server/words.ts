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
