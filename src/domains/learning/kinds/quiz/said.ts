import type { ShownQuestion } from '#domains/learning/quiz.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { inMyLanguage } from '#platform/local-text.ts';

const textOf = (options: ShownQuestion['options'], id: unknown): string => {
  const option = (options ?? []).find((one) => one.id === id);
  return option ? inMyLanguage(option.text) : '';
};

function pairs({ left, right }: ShownQuestion, partners: Record<string, unknown>): string {
  return (left ?? []).map((one) => `${inMyLanguage(one.text)} — ${textOf(right, partners[one.id])}`).join('；');
}

/** An answer of any type in words, whether it is the key or what somebody gave. */
export function said(question: ShownQuestion, answer: unknown): string {
  if (answer === undefined || answer === null || answer === '') return '';
  const { type, options, items } = question;
  if (type === 'true_false') return answer === true ? m.learning_quiz_true() : m.learning_quiz_false();
  if (type === 'matching') return pairs(question, answer as Record<string, unknown>);
  if (Array.isArray(answer)) {
    const words = answer.map((one) => textOf(options ?? items, one) || String(one));
    return words.join(type === 'ordering' ? ' → ' : '；');
  }
  return textOf(options, answer) || String(answer);
}

export const rightAnswer = (question: ShownQuestion): string =>
  question.type === 'fill_in'
    ? (question.accept ?? []).map((ways) => ways[0]).join('；')
    : said(question, question.answer);
