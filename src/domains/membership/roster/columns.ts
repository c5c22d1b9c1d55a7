import {
  fields,
  headerParts,
  headerWords,
  isRequired,
  lookup,
  plainWord,
  type Field,
} from '#domains/membership/roster/vocabulary.ts';

/** For each field of a person the number of its column, counted from 0. */
export type Mapping = Partial<Record<Field, number>>;

const wholeHeaders = lookup(headerWords);

/** The field a header speaks of. Its whole words count more than a part of them. */
export function fieldOfHeader(header: string): Field | undefined {
  const word = plainWord(header);
  return wholeHeaders.get(word) ?? headerParts.find(([, part]) => part.test(word))?.[0];
}

export function guessMapping(headers: readonly string[]): Mapping {
  const mapping: Mapping = {};
  const take = (column: number, field: Field | undefined) => {
    if (field && mapping[field] === undefined && !Object.values(mapping).includes(column)) mapping[field] = column;
  };
  headers.forEach((header, column) => take(column, wholeHeaders.get(plainWord(header))));
  headers.forEach((header, column) => take(column, fieldOfHeader(header)));
  return mapping;
}

const score = (row: readonly string[]): number => Object.keys(guessMapping(row)).length;

/** Many a sheet begins with a title and a date. The header is the row, among the first ten, that names the most fields. */
export function findHeader(rows: readonly (readonly string[])[]): number {
  let best = Math.max(
    0,
    rows.findIndex((row) => row.some((cell) => cell !== '')),
  );
  let bestScore = score(rows[best] ?? []);
  rows.slice(0, 10).forEach((row, index) => {
    if (score(row) > bestScore) [best, bestScore] = [index, score(row)];
  });
  return best;
}

/** Which columns a person has to choose before anything can be read, and which she has chosen twice. */
export function mappingProblem(mapping: Mapping): 'import_columns_missing' | 'import_columns_twice' | undefined {
  if (fields.some((field) => isRequired(field) && mapping[field] === undefined)) return 'import_columns_missing';
  const columns = Object.values(mapping).filter((column) => column !== undefined);
  return new Set(columns).size < columns.length ? 'import_columns_twice' : undefined;
}
