import type { Failure } from '#platform/errors.ts';
import { m } from '#platform/i18n/compiled/messages.js';

type Message = (facts: Record<string, string | number>) => string;

/** The sentence for a failure in the language of the request. */
export function sentenceOf({ word, facts }: Pick<Failure, 'word' | 'facts'>): string {
  const messages = m as unknown as Record<string, Message | undefined>;
  const sentence = messages[`errors_${word}`] ?? messages['errors_internal'];
  return sentence ? sentence(facts) : word;
}
