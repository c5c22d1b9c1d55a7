interface Returned {
  fields: Record<string, string>;
  problem?: string | undefined;
}

/** What a form that came back says at its top: the problem, and a line for each field to mend. Nothing when all is well. */
export function problemsOf({ fields, problem }: Returned) {
  if (problem === undefined) return undefined;
  return { title: problem, items: Object.entries(fields).map(([name, text]) => ({ text, field: `field-${name}` })) };
}
