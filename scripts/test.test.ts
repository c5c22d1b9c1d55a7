import { describe, expect, it } from 'vitest';
import { countsOf, lastLine } from './test.ts';

const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };

describe('counting', () => {
  it('takes a stage without a report for one test', () => {
    expect(countsOf(0, undefined)).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(countsOf(2, undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('never calls a stage good that ended badly, or in which nothing ran', () => {
    expect(countsOf(1, report).failed).toBe(1);
    expect(countsOf(0, { ...report, numPassedTests: 0 }).failed).toBe(1);
    expect(countsOf(null, { ...report, numFailedTests: 2 }).failed).toBe(2);
    expect(countsOf(0, report)).toEqual({ passed: 3, failed: 0, skipped: 0 });
  });

  it('mentions skipped tests only when there are some', () => {
    expect(lastLine({ passed: 1, failed: 2, skipped: 0 })).toBe('1 passed, 2 failed');
    expect(lastLine({ passed: 1, failed: 2, skipped: 3 })).toBe('1 passed, 2 failed, 3 skipped');
  });
});
