import { ActionError, defineAction, isInputError, type ActionAPIContext } from 'astro:actions';
import type * as z from 'zod/v4';
import { asFailure, Failure } from '#platform/errors.ts';
import { sentenceOf } from '#platform/sentences.ts';
import { describe, log } from '#platform/log.ts';

const codes: Record<number, ActionError['code']> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'CONTENT_TOO_LARGE',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
};

/** A form that posts with or without JavaScript. A failure travels to the page as its word and facts, never as an inside message. */
export function formAction<Input extends z.core.$ZodType, Output>(
  input: Input,
  handler: (input: z.output<Input>, context: ActionAPIContext) => Promise<Output>,
) {
  const guarded = async (fields: z.output<Input>, context: ActionAPIContext): Promise<Output> => {
    try {
      return await handler(fields, context);
    } catch (thrown) {
      throw actionErrorOf(asFailure(thrown), context);
    }
  };
  // The handler's type depends on whether the schema is one, which the compiler can't tell of a type parameter.
  return defineAction<Output, 'form', Input>({ accept: 'form', input, handler: guarded as never });
}

function actionErrorOf({ word, facts, status, cause }: Failure, { locals }: ActionAPIContext): ActionError {
  if (status >= 500) log('error', 'action_failed', { request: locals.requestId, why: describe(cause) });
  return new ActionError({ code: codes[status] ?? 'INTERNAL_SERVER_ERROR', message: JSON.stringify({ word, facts }) });
}

export interface FormState<Output> {
  values: Record<string, string>;
  /** A sentence for each field that has to be mended. */
  fields: Record<string, string>;
  /** What went wrong with the form as a whole, already in words. */
  problem?: string;
  word?: string;
  facts?: Failure['facts'];
  succeeded: boolean;
  done?: Output;
}

type Result<Output> = { data: Output; error: undefined } | { data: undefined; error: ActionError } | undefined;

const looksLikeWord = /^[a-z][a-z_]+$/;

/** What a page needs to show its form again: what was typed, and what to mend. */
export function formState<Output>(result: Result<Output>, locals: App.Locals): FormState<Output> {
  const values = result?.error ? locals.submitted : {};
  if (!result) return { values, fields: {}, succeeded: false };
  if (!result.error) return { values, fields: {}, succeeded: true, done: result.data };
  if (isInputError(result.error)) {
    const fields: Record<string, string> = {};
    for (const [name, words] of Object.entries(result.error.fields as Record<string, string[] | undefined>)) {
      const word = words?.[0] ?? '';
      fields[name] = sentenceOf({ word: looksLikeWord.test(word) ? word : 'value_not_allowed', facts: {} });
    }
    return { values, fields, succeeded: false, problem: sentenceOf({ word: 'form_has_errors', facts: {} }) };
  }
  const { word, facts } = parseFailure(result.error.message);
  return { values, fields: {}, succeeded: false, word, facts, problem: sentenceOf({ word, facts }) };
}

function parseFailure(message: string): Pick<Failure, 'word' | 'facts'> {
  try {
    return JSON.parse(message) as Pick<Failure, 'word' | 'facts'>;
  } catch {
    return { word: 'internal', facts: {} };
  }
}
