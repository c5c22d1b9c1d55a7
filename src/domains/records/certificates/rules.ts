export type CertificateKind = 'course' | 'level';

const place = /\{([a-z]+)\}/g;

/** The places named in braces, and braces that name nothing. */
export function placesOf(wording: string): { named: string[]; rest: string } {
  return {
    named: [...wording.matchAll(place)].map(([, name = '']) => name),
    rest: wording.replace(place, '').replace(/[^{}]/g, ''),
  };
}

/** The words with what each certificate says in its own way. What is put in is never read as a place again. */
export const filled = (wording: string, said: Readonly<Record<string, string>>): string =>
  wording.replace(place, (as_typed, name: string) => said[name] ?? as_typed);
