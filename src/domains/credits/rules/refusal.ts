import type { z } from 'zod';

export type Path = readonly PropertyKey[];

/** Writes a path the way a reader finds it in the file: `rules[2].give[0].times`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

/**
 * Input that can't be assessed. It is thrown whole, with one sentence, because half an assessment would be a wrong one.
 */
export class Refusal extends Error {
  readonly path: Path;
  readonly what: string;

  constructor(path: Path, what: string, file = '') {
    const place = [file, pathText(path)].filter((part) => part !== '').join(': ');
    super(place === '' ? what : `${place}: ${what}`);
    this.name = 'Refusal';
    this.path = path;
    this.what = what;
  }

  in(file: string): Refusal {
    return new Refusal(this.path, this.what, file);
  }
}

type Issue = z.core.$ZodIssue;

function sentence(issue: Issue): { path: PropertyKey[]; what: string } {
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return { path: [...issue.path, key], what: `the key "${key}" is unknown here` };
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return { path: [...issue.path], what: 'this is required' };
  }
  if (issue.code === 'invalid_value') {
    return { path: [...issue.path], what: `expected one of ${issue.values.map(String).join(', ')}` };
  }
  return { path: [...issue.path], what: issue.message };
}

/** Turns a zod result into data or a refusal that names the first thing wrong. */
export function parsed<T>(schema: z.ZodType<T>, value: unknown, at: Path = []): T {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const first = result.error.issues[0];
  if (!first) throw new Refusal(at, 'this can not be read');
  const { path, what } = sentence(first);
  throw new Refusal([...at, ...path], what);
}
