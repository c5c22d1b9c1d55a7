import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function colour(token: string, theme: 'light' | 'dark'): string {
  const both = new RegExp(`--${token}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css);
  const one = new RegExp(`--${token}: (#\\w{6})`).exec(css);
  const found = both ? both[theme === 'light' ? 1 : 2] : one?.[1];
  if (!found) throw new Error(`no colour --${token} in tokens.css`);
  return found;
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['desk', 'paper', 'sheet', 'chosen'];
const inks = ['ink', 'ink-2', 'ink-3', 'link', 'seal', 'info', 'good', 'warn', 'bad'];
const words: [string, string][] = [
  ...inks.flatMap((ink) => grounds.map((ground): [string, string] => [ink, ground])),
  ['ink-on-dark', 'seal-fill'],
  ['ink-on-dark', 'seal-press'],
  ['ink-on-slip', 'slip'],
  ...[1, 2, 3, 4, 5, 6].map((cloth): [string, string] => ['ink-on-dark', `cloth-${cloth}`]),
  ...['info', 'good', 'warn', 'bad'].flatMap((tone): [string, string][] => [
    [tone, `${tone}-ground`],
    ['ink', `${tone}-ground`],
    ['ink-2', `${tone}-ground`],
    ['link', `${tone}-ground`],
  ]),
];
const shapes: [string, string][] = [
  'edge',
  'focus',
  'seal-fill',
  'dye-1',
  'dye-2',
  'dye-3',
  'dye-4',
  'dye-5',
  'dye-6',
].flatMap((shape) => ['paper', 'sheet'].map((ground): [string, string] => [shape, ground]));

describe.each(['light', 'dark'] as const)('%s theme', (theme) => {
  test.each(words)('%s can be read on %s', (ink, ground) => {
    expect(contrast(colour(ink, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(shapes)('%s can be made out on %s', (shape, ground) => {
    expect(contrast(colour(shape, theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
  });
});

test('contrast is measured as WCAG does', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});
