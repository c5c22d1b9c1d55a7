import { pinyin } from 'pinyin-pro';

/**
 * Search works on three things a person may type: Chinese characters, the pinyin of them, and its initials. All become words of one
 * tsvector with places, so a search is a phrase, answered by an index on any Postgres without an extension. Server only.
 */
const runs = /\p{Script=Han}+|[\p{L}\p{N}]+/gu;
const isHan = (run: string): boolean => /^\p{Script=Han}/u.test(run);
const quote = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** A pair at each place; the last character stands alone, so that one character finds every place it stands in by its beginning. */
const pairs = (signs: readonly string[], mark = ''): string[] =>
  signs.map((sign, index) => mark + sign + (signs[index + 1] ?? ''));

const syllablesOf = (run: string): string[] =>
  pinyin(run, { toneType: 'none', type: 'array', v: true }).map((syllable) => syllable.toLowerCase());

/** The texts of a course as a tsvector, the most telling first: places end at 16,383. */
export function searchVector(texts: readonly string[]): string {
  const places = new Map<string, number[]>();
  const put = (word: string, place: number) => places.set(word, [...(places.get(word) ?? []), place]);
  let place = 1;
  for (const run of texts.flatMap((text) => text.normalize('NFKC').toLowerCase().match(runs) ?? [])) {
    if (!isHan(run)) put(`w:${run}`, place);
    else {
      const syllables = syllablesOf(run);
      pairs([...run]).forEach((pair, index) => put(pair, place + index));
      syllables.forEach((syllable, index) => put(`p:${syllable}`, place + index));
      pairs(
        syllables.map((syllable) => syllable.slice(0, 1)),
        'i:',
      ).forEach((pair, index) => put(pair, place + index));
    }
    // Two runs never touch, so no phrase reaches from one into the next.
    place += (isHan(run) ? [...run].length : 1) + 1;
  }
  return [...places].map(([word, at]) => `${quote(word)}:${at.slice(0, 250).join(',')}`).join(' ');
}

const syllable =
  /^(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|an|en|in|un|ai|ei|ui|ao|ou|iu|ie|ue|ve|er|ia|ua|uo|a|o|e|i|u|v)$/;
const mostWays = 4;

/** The ways in which letters can be read as syllables; the last may be one that is still being typed. */
function readings(letters: string): string[][] {
  if (letters === '') return [[]];
  const found: string[][] = [];
  for (let length = Math.min(6, letters.length); length > 0 && found.length < mostWays; length--) {
    const [head, rest] = [letters.slice(0, length), letters.slice(length)];
    if (syllable.test(head)) for (const tail of readings(rest)) found.push([head, ...tail]);
    else if (rest === '' && length <= 2 && !/[aeiou]/.test(head)) found.push([head]);
  }
  return found.slice(0, mostWays);
}

const phrase = (words: readonly string[], openEnd = false): string =>
  words.map((word, index) => quote(word) + (openEnd && index === words.length - 1 ? ':*' : '')).join(' <-> ');

function hanQuery(run: string): string {
  const signs = [...run];
  return signs.length === 1 ? phrase(signs, true) : phrase(pairs(signs).slice(0, -1));
}

function latinQuery(run: string): string {
  const ways = [`${quote(`w:${run}`)}:*`];
  if (/^[a-z]{2,8}$/.test(run)) ways.push(phrase(pairs([...run], 'i:').slice(0, -1)));
  if (/^[a-z]{2,30}$/.test(run))
    for (const reading of readings(run))
      ways.push(
        phrase(
          reading.map((one) => `p:${one}`),
          true,
        ),
      );
  return ways.length === 1 ? ways.join('') : `(${ways.map((way) => `(${way})`).join(' | ')})`;
}

/** What somebody typed, as a tsquery; nothing when it holds nothing that could be found. */
export function searchQuery(typed: string): string | undefined {
  const found = (typed.normalize('NFKC').toLowerCase().slice(0, 60).match(runs) ?? []).slice(0, 6);
  if (found.length === 0) return undefined;
  return found.map((run) => (isHan(run) ? hanQuery(run) : latinQuery(run))).join(' & ');
}
