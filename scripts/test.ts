// `npm test`: every stage, two at a time, a line for each, and at the end `N passed, N failed`.
// `npm run test -- unit sql` runs those stages only. What a failed stage said is printed when it ends.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { env as environment, exit, execPath, stdout } from 'node:process';

const root = join(import.meta.dirname, '..');
const reports = join(root, '.artifacts/test');

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface Stage {
  name: string;
  /** A script of our own or of a package, run by the Node that runs this. */
  command: string[];
  after?: string[];
  /** It starts and kills the product many times, and has the machine to itself. */
  alone?: boolean;
}

const bin = (path: string) => join(root, 'node_modules', path);
const vitest = (project: string) => [
  bin('vitest/vitest.mjs'),
  ...['run', '--project', project, '--reporter=default', '--reporter=json'],
  `--outputFile.json=${join(reports, `${project}.json`)}`,
];

/** In the order in which they begin. `sync` writes the messages and the types of pages that the others read. */
const stages: Stage[] = [
  { name: 'build', command: ['scripts/build.ts'] },
  { name: 'sql', command: vitest('sql') },
  { name: 'sync', command: [bin('astro/bin/astro.mjs'), 'sync'], after: ['build'] },
  { name: 'types', command: [bin('astro/bin/astro.mjs'), 'check', '--noSync'], after: ['build', 'sync'] },
  { name: 'islands', command: [bin('svelte-check/bin/svelte-check'), '--fail-on-warnings'], after: ['build', 'sync'] },
  { name: 'lint', command: [bin('eslint/bin/eslint.js'), '.', '--max-warnings=0'], after: ['build', 'sync'] },
  { name: 'format', command: [bin('prettier/bin/prettier.cjs'), '--check', '.'] },
  { name: 'unit', command: vitest('unit') },
  { name: 'tidy', command: vitest('tidy'), after: ['build'] },
  { name: 'http', command: vitest('http'), after: ['build'], alone: true },
  { name: 'browser', command: vitest('browser'), after: ['build'] },
  { name: 'drift', command: ['scripts/types.ts', '--check'] },
  { name: 'refusals', command: ['scripts/error-codes.ts', '--check'] },
  { name: 'faults', command: vitest('faults'), alone: true },
];

/** What would make the product under test another one than a newcomer gets. */
const ours =
  /^(PORT|HOST|PUBLIC_ORIGIN|COURSEWARE_ORIGIN|GONGKE_.*|SUPABASE_.*|DATABASE_URL|SMTP_URL|SMS_.*|LOG_LEVEL)$/;
const stageEnv = {
  ...Object.fromEntries(Object.entries(environment).filter(([name]) => !ours.test(name))),
  ASTRO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  NO_COLOR: '1',
  FORCE_COLOR: undefined,
};

interface Ended {
  code: number | null;
  output: string;
}

function run({ command }: Stage): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(execPath, command, { cwd: root, env: stageEnv, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

/** A stage without a report is one test. One that ends badly has failed at least once, whatever its report says. */
export function countsOf(code: number | null, report: VitestReport | undefined): Counts {
  if (!report) return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests } = report;
  // A suite in which nothing ran proves nothing.
  const vacuous = passed + numFailedTests === 0;
  const failed = Math.max(numFailedTests, code === 0 && !vacuous ? 0 : 1);
  return { passed, failed, skipped: numPendingTests + numTodoTests };
}

export function lastLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

const total: Counts = { passed: 0, failed: 0, skipped: 0 };

async function judge(stage: Stage): Promise<void> {
  const began = performance.now();
  const { code, output } = await run(stage);
  const file = join(reports, `${stage.name}.json`);
  const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as VitestReport) : undefined;
  const usesReport = stage.command.includes('--reporter=json');
  const counts = countsOf(usesReport && !report ? 1 : code, report);
  for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counts[key];
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(6);
  stdout.write(`${counts.failed === 0 ? '✓' : '✗'} ${stage.name.padEnd(8)} ${seconds} s  ${lastLine(counts)}\n`);
  if (counts.failed > 0) stdout.write(`\n${output.trim()}\n\n`);
  else if (counts.skipped > 0)
    stdout.write(
      `${output
        .split('\n')
        .filter((line) => /SKIPPED/.test(line))
        .join('\n')}\n`,
    );
}

/** Two at a time; a stage waits for those that it names, and `alone` waits for all before it. */
async function runAll(wanted: Stage[]): Promise<void> {
  const done = new Set<string>();
  const running = new Map<string, Promise<void>>();
  const waiting = [...wanted];
  const named = new Set(wanted.map(({ name }) => name));
  const ready = ({ after = [], alone }: Stage) =>
    after.every((name) => done.has(name) || !named.has(name)) && (!alone || running.size === 0);
  while (waiting.length > 0 || running.size > 0) {
    const onlyOne = [...running.keys()].some((name) => stages.find((stage) => stage.name === name)?.alone);
    const next = running.size < 2 && !onlyOne ? waiting.find(ready) : undefined;
    if (!next) {
      await Promise.race(running.values());
      continue;
    }
    waiting.splice(waiting.indexOf(next), 1);
    const ending = judge(next).then(() => {
      done.add(next.name);
      running.delete(next.name);
    });
    running.set(next.name, ending);
  }
}

async function main(): Promise<void> {
  const asked = process.argv.slice(2);
  const unknown = asked.find((name) => !stages.some((stage) => stage.name === name));
  if (unknown) {
    stdout.write(`No stage is called ${unknown}. Stages: ${stages.map(({ name }) => name).join(', ')}\n`);
    exit(1);
  }
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  await runAll(asked.length === 0 ? stages : stages.filter(({ name }) => asked.includes(name)));
  stdout.write(`\n${lastLine(total)}\n`);
  exit(total.failed === 0 ? 0 : 1);
}

if (import.meta.main) await main();
