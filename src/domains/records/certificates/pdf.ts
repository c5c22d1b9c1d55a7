import template from '#domains/records/certificates/certificate.typ?raw';
import { press } from '#domains/records/press.ts';

/** A certificate as words: what it says, in the language of whoever asked for it. */
export interface Paper {
  heading: string;
  body: string;
  issuer: string;
  signer: string;
  lang: string;
  /** Year, month and day. */
  made: [number, number, number];
  day: string;
  number: string;
  address: string;
  qr_alt: string;
  how: string;
  seal: string;
}

export const certificatePdf = (paper: Paper): Buffer => press(template, paper);
