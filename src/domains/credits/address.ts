/** The line of a passbook before which a page begins; anything that is no line is the newest page. */
export function beforeLine(typed: string | null): number | undefined {
  const line = Number(typed);
  return typed !== null && Number.isSafeInteger(line) && line > 0 ? line : undefined;
}

export function creditsHref(unit?: string, before?: number): string {
  const query = new URLSearchParams({
    ...(unit ? { unit } : {}),
    ...(before === undefined ? {} : { before: String(before) }),
  }).toString();
  return query ? `/credits?${query}` : '/credits';
}

/** Where several courses are worked out together. */
export const whatIfHref = (courses: readonly string[]): string =>
  `/credits/what-if?${new URLSearchParams(courses.map((course) => ['course', course]))}`;
