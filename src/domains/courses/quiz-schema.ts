import { z } from 'zod';
import { localText } from '#domains/courses/text-schema.ts';

/** Three underscores mark a gap in the stem of a fill-in question. */
export const gap = '___';

const id = z.string().regex(/^[a-z][a-z0-9]{0,7}$/, 'an id is a letter, then letters or digits');
const options = z
  .array(z.strictObject({ id, text: localText(120) }))
  .min(2)
  .max(8);

const base = {
  id,
  stem: localText(240),
  /** Shown after submission only. A wrong answer without a reason teaches nothing, so it is not optional. */
  explanation: localText(400),
};

type Complain = (path: (string | number)[], message: string) => void;
type Option = { id: string };

const idsOf = (options: readonly Option[]) => options.map((option) => option.id);

function unique(ids: readonly string[], path: string, complain: Complain): void {
  ids.forEach((one, index) => {
    if (ids.indexOf(one) !== index) complain([path, index], `${one} is there twice`);
  });
}

function known(ids: readonly string[], among: readonly Option[], path: string, complain: Complain): void {
  ids.forEach((one, index) => {
    if (!among.some((option) => option.id === one)) complain([path, index], `there is no option ${one}`);
  });
}

/** Zod's context takes whole issues; the checks below only ever say a path and a sentence. */
function checked<T>(check: (question: T, complain: Complain) => void) {
  return (question: T, context: z.core.$RefinementCtx<T>): void =>
    check(question, (path, message) => context.addIssue({ code: 'custom', path, message }));
}

const single = z.strictObject({ ...base, type: z.literal('single'), options, answer: id }).superRefine(
  checked((question, complain) => {
    unique(idsOf(question.options), 'options', complain);
    if (!question.options.some((option) => option.id === question.answer))
      complain(['answer'], `there is no option ${question.answer}`);
  }),
);

const multiple = z
  .strictObject({ ...base, type: z.literal('multiple'), options, answer: z.array(id).min(1) })
  .superRefine(
    checked((question, complain) => {
      unique(idsOf(question.options), 'options', complain);
      unique(question.answer, 'answer', complain);
      known(question.answer, question.options, 'answer', complain);
    }),
  );

const trueFalse = z.strictObject({ ...base, type: z.literal('true_false'), answer: z.boolean() });

/** The answer is every item, in the right order. */
const ordering = z
  .strictObject({ ...base, type: z.literal('ordering'), items: options, answer: z.array(id) })
  .superRefine(
    checked((question, complain) => {
      unique(idsOf(question.items), 'items', complain);
      unique(question.answer, 'answer', complain);
      known(question.answer, question.items, 'answer', complain);
      if (question.answer.length !== question.items.length) complain(['answer'], 'the answer orders every item once');
    }),
  );

/** Every left item has one partner; the right side may hold more than it needs, so that the last pair is not a gift. */
const matching = z
  .strictObject({ ...base, type: z.literal('matching'), left: options, right: options, answer: z.record(id, id) })
  .superRefine(
    checked((question, complain) => {
      unique(idsOf(question.left), 'left', complain);
      unique(idsOf(question.right), 'right', complain);
      for (const [left, right] of Object.entries(question.answer)) {
        if (!question.left.some((item) => item.id === left))
          complain(['answer', left], `there is no left item ${left}`);
        if (!question.right.some((item) => item.id === right))
          complain(['answer', left], `there is no right item ${right}`);
      }
      for (const item of question.left)
        if (!(item.id in question.answer)) complain(['answer'], `${item.id} has no partner`);
    }),
  );

/** One list of accepted writings for each gap, in any language: learners type what they are used to. */
const fillIn = z
  .strictObject({
    ...base,
    type: z.literal('fill_in'),
    accept: z
      .array(z.array(z.string().min(1).max(60)).min(1))
      .min(1)
      .max(6),
  })
  .superRefine(
    checked((question, complain) => {
      for (const [language, text] of Object.entries(question.stem)) {
        const gaps = String(text).split(gap).length - 1;
        if (gaps !== question.accept.length)
          complain(['stem', language], `${gaps} gaps, but answers for ${question.accept.length}`);
      }
    }),
  );

const numeric = z.strictObject({
  ...base,
  type: z.literal('numeric'),
  answer: z.number(),
  /** The largest distance that is still right; rounding on the way differs from person to person. */
  tolerance: z.number().nonnegative(),
  unit: localText(20).optional(),
});

export const questionSchema = z.discriminatedUnion('type', [
  single,
  multiple,
  trueFalse,
  ordering,
  matching,
  fillIn,
  numeric,
]);

export const quizBankSchema = z
  .strictObject({
    /** How many questions one attempt draws from the bank. */
    draw: z.int().min(1).max(200),
    shuffle: z.strictObject({ questions: z.boolean(), options: z.boolean() }),
    /** Null means as often as she likes. */
    attempts: z.int().min(1).max(100).nullable(),
    time_limit_min: z.int().min(1).max(300).nullable(),
    pass_pct: z.int().min(1).max(100),
    questions: z.array(questionSchema).min(1).max(2000),
  })
  .superRefine(
    checked((bank, complain) => {
      unique(idsOf(bank.questions), 'questions', complain);
      if (bank.draw > bank.questions.length)
        complain(['draw'], `the bank holds only ${bank.questions.length} questions`);
    }),
  );

export type Question = z.infer<typeof questionSchema>;
export type QuestionType = Question['type'];
