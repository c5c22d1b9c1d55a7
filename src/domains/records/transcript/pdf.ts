import { press } from '#domains/records/press.ts';
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

export const transcriptPdf = (transcript: Transcript): Buffer => press(template, transcript);
