import { z } from 'zod';
import { exactNumber, identifier, isRecord, scalarText } from '#domains/credits/rules/exact.ts';
import { parsed, pathText, Refusal } from '#domains/credits/rules/refusal.ts';
import { granted, outcome, programme, type Outcome } from '#domains/credits/rules/schema-outcome.ts';
import { day } from '#domains/credits/rules/schema-when.ts';

const MOST_OUTCOMES = 100_000;

const batch = z.strictObject({
  outcomes: z.array(outcome).max(MOST_OUTCOMES, `expected at most ${MOST_OUTCOMES} outcomes at once`),
  granted: z.array(granted).max(MOST_OUTCOMES).default([]),
  programme: programme.optional(),
  about: z.record(identifier, scalarText).default({}),
  values: z.record(identifier, exactNumber).default({}),
  at: day.optional(),
});

/** What is to be assessed: outcomes, and if there are any, what was granted before, the programme they count
 * towards, facts about the worker herself, settings and the day. */
export type Batch = z.infer<typeof batch>;

/** Reads a batch, or a bare list of outcomes. */
export function readBatch(value: unknown): Batch {
  if (Array.isArray(value)) return parsed(batch, { outcomes: value });
  if (!isRecord(value)) throw new Refusal([], 'expected a list of outcomes, or a map with outcomes');
  return parsed(batch, value);
}

export type RowProblem = { row: number; path: string; what: string };

/**
 * Reads an import row by row: the good rows as outcomes, and for each bad one its number, counted from 1, and what is
 * wrong.
 */
export function readRows(rows: readonly unknown[]): { outcomes: Outcome[]; problems: RowProblem[] } {
  const outcomes: Outcome[] = [];
  const problems: RowProblem[] = [];
  rows.forEach((row, index) => {
    try {
      outcomes.push(parsed(outcome, row));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push({ row: index + 1, path: pathText(error.path), what: error.what });
    }
  });
  return { outcomes, problems };
}
