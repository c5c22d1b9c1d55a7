import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { renderSVG } from 'uqr';
import template from '#domains/records/transcript/transcript.typ?raw';

/** A record as words: what it says, in the language of whoever asked for it. */
export interface Transcript {
  title: string;
  issuer: string;
  lang: string;
  /** Year, month and day. */
  made: [number, number, number];
  about: [string, string][];
  code: string;
  address: string;
  qr_alt: string;
  sum: string;
  columns: string[];
  rows: string[][];
  seal: string;
  how: string;
}

let compiler: NodeCompiler | undefined;

/** Made at the first transcript: reading the fonts takes a while, what follows takes milliseconds. */
function printer(): NodeCompiler {
  const fonts = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json'));
  const fontPaths = ['400Regular', '700Bold'].map((weight) => join(fonts, weight));
  compiler ??= NodeCompiler.create({ fontArgs: [{ fontPaths }] });
  return compiler;
}

/** A4, tagged, PDF/A: for a drawer, a reader's voice and an archive. */
export function transcriptPdf(transcript: Transcript): Buffer {
  const said = JSON.stringify({ ...transcript, qr: renderSVG(transcript.address, { ecc: 'M', border: 1 }) });
  const press = printer();
  const pdf = press.pdf({ mainFileContent: template, inputs: { said } }, { pdfStandard: 'a-2a' });
  press.evictCache(10);
  return pdf;
}
