import { cores, sequences } from './common-passwords.ts';

/** `too-short`, `too-long`, `common`, `contains-username`; the words are the page's. */
export type Weakness = 'too-short' | 'too-long' | 'common' | 'contains-username';

/** NIST SP 800-63B 5.1.1.2 and OWASP ASVS 2.1: length counts, no rules of composition. */
export const passwordLength = { least: 12, most: 128 } as const;

/** What is typed on one keyboard as a composed character and on another as two is the same password (NFKC). */
export function normalisePassword(password: string): string {
  return password.slice(0, 4 * passwordLength.most).normalize('NFKC');
}

/** Why a password is refused, or null. */
export function passwordWeakness(password: string, username: string): Weakness | null {
  const normal = normalisePassword(password);
  const length = [...normal].length;
  if (length < passwordLength.least) return 'too-short';
  if (length > passwordLength.most) return 'too-long';
  const plain = normal.toLowerCase();
  const name = username.toLowerCase();
  if (name.length >= 4 && plain.includes(name)) return 'contains-username';
  return isCommon(plain, name) ? 'common' : null;
}

/** Nothing is left of it but common words, runs along the keyboard, repetitions, digits and punctuation. */
function isCommon(plain: string, name: string): boolean {
  if (sequences.some((run) => run.includes(plain))) return true;
  if (new Set(plain).size <= 3) return true;
  if (/^(.{1,6})\1+$/u.test(plain)) return true;
  let rest = plain;
  for (const core of [name, ...byLength]) {
    if (core !== '') rest = rest.split(core).join('\0');
  }
  if (/^[\d\0\p{P}\p{S}\s]*$/u.test(rest) && rest !== plain) return true;
  // Digits alone are dates and telephone numbers.
  return /^\d+$/.test(plain) && plain.length < 20;
}

const byLength = [...cores].sort((a, b) => b.length - a.length);
