import * as z from 'zod';
import { localText } from '#platform/fields.ts';

const option = z.object({ id: z.string(), text: localText });

/** A question as it leaves the database: the key and the explanation are there once she passed, or can't try again. */
export const questionSchema = z.object({
  id: z.string(),
  type: z.enum(['single', 'multiple', 'true_false', 'ordering', 'matching', 'fill_in', 'numeric']),
  stem: localText,
  unit: localText.optional(),
  options: z.array(option).optional(),
  items: z.array(option).optional(),
  left: z.array(option).optional(),
  right: z.array(option).optional(),
  gaps: z.number().optional(),
  answer: z.unknown().optional(),
  accept: z.array(z.array(z.string())).optional(),
  explanation: localText.optional(),
});

export type ShownQuestion = z.infer<typeof questionSchema>;

const field = /^q\.([a-z][a-z0-9]{0,7})(?:\.([og](?=\.\d{1,2}$)|m)\.([a-z0-9]{1,8}))?$/;
const longest = 200;

/**
 * A form's fields as answers: `q.<id>` is a choice or a writing, with several values a choice of many; `.o.<n>` is what stands at a
 * place, `.m.<left>` the partner of a left item, `.g.<n>` the writing in a gap. The type comes with the form in `t.<id>`, and a wrong
 * one only makes a wrong answer: what is right is decided where the key is.
 */
export function answersOf(form: FormData): Record<string, unknown> {
  const answers: Record<string, unknown> = {};
  for (const [name, typed] of form) {
    const match = field.exec(name);
    if (!match || typeof typed !== 'string' || typed === '') continue;
    const [, id = '', part, key = ''] = match;
    const value = typed.slice(0, longest);
    const type = form.get(`t.${id}`);
    if (part === 'm') answers[id] = { ...(answers[id] as object | undefined), [key]: value };
    else if (part) answers[id] = Object.assign((answers[id] as unknown[] | undefined) ?? [], { [Number(key)]: value });
    else if (type === 'multiple') answers[id] = [...((answers[id] as string[] | undefined) ?? []), value];
    else answers[id] = type === 'true_false' ? value === 'true' : value;
  }
  // A place that was left empty is no answer, but it keeps the later ones where they are.
  for (const [id, answer] of Object.entries(answers))
    if (Array.isArray(answer)) answers[id] = Array.from(answer, (one: unknown) => one ?? '');
  return answers;
}
