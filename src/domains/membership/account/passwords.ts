import { pinyin } from 'pinyin-pro';
import common from '../../../../content/passwords/common.json' with { type: 'json' };

// What people really choose when a rule asks for eight characters. Long beats complicated, so nothing else is asked of a password.

const words = new Set(common.flatMap((line) => line.split(' ')));

/** What fingers do on a keyboard, what comes one after the other, and the numbers that everybody is fond of. */
const rows = [
  '12345678901234567890',
  'abcdefghijklmnopqrstuvwxyz',
  ...['qwertyuiop', 'asdfghjkl', 'zxcvbnm'],
  ...[
    '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
    'qazwsxedcrfvtgbyhnujmikolp',
    '1q2w3e4r5t6y7u8i9o0p',
    'q1w2e3r4t5y6u7i8o9p0',
  ],
  ...['a1b2c3d4e5f6g7h8', '1a2b3c4d5e6f7g8h', '147258369', '741852963', '5201314', '1314521', '520', '1314'],
];
const runs = rows.flatMap((row) => [row, [...row].reverse().join('')]);

const runAt = (text: string, from: number): number => {
  let longest = /^(.)\1{2,}/u.exec(text.slice(from))?.[0].length ?? 0;
  for (let length = 3; length <= text.length - from; length++) {
    if (!runs.some((run) => run.includes(text.slice(from, from + length)))) break;
    longest = Math.max(longest, length);
  }
  return longest;
};

/** What is left of a password when everything that needs no thinking is taken away. */
function withoutRuns(text: string): string {
  let left = '';
  for (let at = 0; at < text.length;) {
    const run = runAt(text, at);
    if (run === 0) left += text[at];
    at += Math.max(run, 1);
  }
  return left;
}

const looksLike: Record<string, string> = {
  0: 'o',
  1: 'l',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** The word inside: without the figures and signs around it, and with letters where figures and signs stand for them. */
const wordIn = (text: string): string =>
  text
    .replace(/^[^a-z@$]+|[^a-z@$]+$/g, '')
    .replace(/[013457@$!]/g, (sign) => looksLike[sign] ?? '')
    .replace(/[^a-z]/g, '');

const date = /^\D{0,2}((19|20)\d\d[01]?\d[0-3]?\d|[0-3]?\d[01]?\d(19|20)\d\d)\D{0,2}$/;
const repeated = /^(.{1,6}?)\1+$/u;

function isCommon(text: string): boolean {
  if (words.has(text) || repeated.test(text) || date.test(text)) return true;
  const word = wordIn(text);
  // Eight signs around a word are no decoration any more.
  if (word.length >= 4 && text.length - word.length < 8 && (words.has(word) || repeated.test(word))) return true;
  return withoutRuns(text).length <= 2;
}

/** The parts of a name, an address or a number that somebody who knows her would try. */
function partsOf(about: string): string[] {
  const text = about.normalize('NFKC').toLowerCase();
  const digits = text.replace(/\D/g, '');
  const [beforeAt = ''] = text.split('@');
  const spoken = /\p{Script=Han}/u.test(text) ? pinyin(text, { toneType: 'none', type: 'array' }) : [];
  return [
    ...[digits.slice(-11), digits.slice(-8)].filter((number) => number.length >= 6),
    ...[text, beforeAt, spoken.join('')],
    ...beforeAt.split(/[^\p{L}\p{N}]+/u).filter((part) => /\p{L}/u.test(part)),
    ...spoken,
  ].filter((part) => part.length >= 2);
}

/** Whether little is left of the password once what is known of her is taken out of it. */
function isAbout(text: string, about: readonly string[]): boolean {
  const parts = about.flatMap(partsOf).sort((a, b) => b.length - a.length);
  const left = parts.reduce((rest, part) => rest.replaceAll(part, ''), text);
  return left !== text && left.length < 6;
}

type Problem = 'password_too_short' | 'password_too_long' | 'password_too_common';

/** What is wrong with a password of somebody of whom others know `about`: her name, her phone, her number. */
export function passwordProblem(password: string, about: readonly string[] = []): Problem | undefined {
  if (password.length < 8) return 'password_too_short';
  // bcrypt reads 72 bytes and ignores the rest, silently.
  if (new TextEncoder().encode(password).length > 72) return 'password_too_long';
  const text = password.normalize('NFKC').toLowerCase();
  return isCommon(text) || isAbout(text, about) ? 'password_too_common' : undefined;
}
