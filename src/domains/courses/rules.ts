import * as z from 'zod';
import { audiences, categories, courseKinds, levels } from '#domains/courses/schema.ts';
import { searchQuery } from '#domains/courses/search.ts';

/** Lengths a person thinks in, as bounds of approved minutes. */
export const lengths = {
  short: { up_to_min: 60 },
  medium: { over_min: 60, up_to_min: 120 },
  long: { over_min: 120 },
} as const;
export const sorts = ['newest', 'shortest', 'longest'] as const;

const code = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/);
const place = z.tuple([z.union([z.string().max(40), z.number()]), z.uuid()]);

/** What an address asks of the catalogue. What is not understood is left out: an old or broken link still shows courses. */
const asked = z.object({
  q: z.string().trim().min(1).max(60).optional().catch(undefined),
  kind: z.enum(courseKinds).optional().catch(undefined),
  category: z.enum(categories).optional().catch(undefined),
  trade: code.optional().catch(undefined),
  level: z.enum(levels).optional().catch(undefined),
  hours: z.enum(['short', 'medium', 'long']).optional().catch(undefined),
  audience: z.enum(audiences).optional().catch(undefined),
  provider: code.optional().catch(undefined),
  sort: z.enum(sorts).optional().catch(undefined),
  after: z.string().max(200).optional().catch(undefined),
});

export type CatalogueQuery = z.infer<typeof asked>;

export const readQuery = (parameters: URLSearchParams): CatalogueQuery =>
  asked.parse(Object.fromEntries([...parameters].filter(([, value]) => value !== '')));

/** The address of the same catalogue with something else asked of it. A change begins at the first page. */
export function catalogueHref(query: CatalogueQuery, change: Partial<CatalogueQuery> = {}): string {
  const { after, ...rest } = { ...query, after: undefined, ...change };
  const parameters = new URLSearchParams(
    Object.entries({ ...rest, after }).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
  return parameters.size > 0 ? `/courses?${parameters}` : '/courses';
}

export const writePlace = (at: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(at)).toString('base64url');

export function readPlace(text: string | undefined): z.infer<typeof place> | undefined {
  try {
    return place.safeParse(JSON.parse(Buffer.from(text ?? '', 'base64url').toString())).data;
  } catch {
    return undefined;
  }
}

/** The question as the database takes it: only what is asked for. */
export function wantedOf({ q, hours, sort, after, ...facets }: CatalogueQuery): Record<string, unknown> {
  const search = q === undefined ? undefined : searchQuery(q);
  const place = readPlace(after);
  const numeric = sort === 'shortest' || sort === 'longest';
  // A place of another order would begin in the middle of nowhere.
  const fits = place && numeric === (typeof place[0] === 'number') ? place : undefined;
  const wanted = { ...facets, ...(hours ? lengths[hours] : {}), search, sort, after: fits };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}
