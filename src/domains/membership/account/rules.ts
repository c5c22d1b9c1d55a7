export interface SignInName {
  kind: 'phone' | 'email';
  name: string;
}

const chineseMobile = /^1[3-9]\d{9}$/;
const anyPhone = /^\+[1-9]\d{6,14}$/;
const email = /^[^\s@<>"',;]{1,64}@[^\s@<>"',;]{1,120}\.[^\s@<>"',;.]{2,}$/;

/** A phone number or an e-mail address as people type them, in the one form in which it is kept. */
export function parseSignInName(typed: string): SignInName | undefined {
  const text = typed.normalize('NFKC').trim();
  if (text.includes('@')) {
    const address = text.toLowerCase();
    return email.test(address) ? { kind: 'email', name: address } : undefined;
  }
  const digits = text.replace(/[\s()-]/g, '').replace(/^(0086|\+?86)(?=1[3-9]\d{9}$)/, '');
  if (chineseMobile.test(digits)) return { kind: 'phone', name: `+86${digits}` };
  return anyPhone.test(digits) ? { kind: 'phone', name: digits } : undefined;
}

/** A slip's code however it was typed: small letters, spaces and dashes make no difference, look-alikes are not in its alphabet. */
export function parseSlipCode(typed: string): string | undefined {
  const code = typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '');
  return /^[2-9A-HJ-NP-Z]{12}$/.test(code) ? code : undefined;
}

/** Four and four and four: what fits on a slip can be read aloud. */
export function printSlipCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1-');
}
