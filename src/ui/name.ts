/** The character that stands for a name: the family name of a Chinese one, the first letter of any other. */
export function initial(name: string): string {
  return ([...name.trim()][0] ?? '?').toUpperCase();
}

/** A number below count that is always the same for the same text, so that a name or a title keeps its colour. */
export function pick(text: string, count: number): number {
  let hash = 5381;
  for (const character of text) hash = (hash * 33 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % count;
}

/** Words set in a line rather than in columns of characters. */
export function isLatin(text: string): boolean {
  return /^[ -~\u00a0-\u024f\u2010-\u201f]+$/.test(text);
}
