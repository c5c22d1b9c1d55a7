import { askedFacts, factNames, type ClaimForm } from '#domains/records/claims/schema.ts';

/** What was said about the kind that was chosen; what another kind would have been asked is left out. */
export function factsOf(form: ClaimForm): Record<string, string> {
  const asked = factNames.filter((name) => name in askedFacts[form.kind]);
  return Object.fromEntries(asked.flatMap((name) => (form[name] === undefined ? [] : [[name, form[name]]])));
}

export interface FileKind {
  type: string;
  extension: string;
}

const kinds: (FileKind & { begins: number[]; at?: number; then?: number[] })[] = [
  { type: 'image/jpeg', extension: 'jpg', begins: [0xff, 0xd8, 0xff] },
  { type: 'image/png', extension: 'png', begins: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/webp', extension: 'webp', begins: [0x52, 0x49, 0x46, 0x46], at: 8, then: [0x57, 0x45, 0x42, 0x50] },
  { type: 'application/pdf', extension: 'pdf', begins: [0x25, 0x50, 0x44, 0x46, 0x2d] },
];

/** What a file is by its content. Its name and what the browser says of it are anybody's claim. */
export function kindOfFile(bytes: Uint8Array): FileKind | undefined {
  const has = (wanted: number[], at = 0) => wanted.every((byte, index) => bytes[at + index] === byte);
  const found = kinds.find(({ begins, at, then }) => has(begins) && (then === undefined || has(then, at)));
  return found && { type: found.type, extension: found.extension };
}

export const typeOfName = (name: string): string | undefined =>
  kinds.find(({ extension }) => name.endsWith(`.${extension}`))?.type;
