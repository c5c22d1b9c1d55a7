import { headings, type Problem } from '#domains/records/catalogue/sheet.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';
import { sentenceOf } from '#platform/sentences.ts';

export const catalogueProblem = ({ row_no, column, word }: Problem): string =>
  m.credits_plan_problem({
    ...{ row: row_no, column: headings[column][getLocale()] },
    what: sentenceOf({ word, facts: {} }),
  });
