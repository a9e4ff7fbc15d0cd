import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { normalisePassword } from './password-rules.ts';

export interface ScryptCost {
  /** N = 2^ln. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP's first choice for scrypt: N = 2^17 (128 MiB), r = 8, p = 1. */
export const recommendedCost: ScryptCost = { ln: 17, r: 8, p: 1 };

/** Each hash takes 128 MiB while it runs: two at a time, and a short queue, whatever arrives. */
const atOnce = 2;
const longestQueue = 40;

/** Too many logins at once; try again shortly. */
export class PasswordsBusy extends Error {}

/**
 * People's passwords as `$scrypt$ln=17,r=8,p=1$salt$hash` (PHC string format), so that each row says how it was made
 * and old ones can be made anew at login when the cost rises.
 */
export class Passwords {
  readonly #cost: ScryptCost;
  /** What a login of nobody is checked against: as much work, never right. */
  readonly #nobody: string;
  #running = 0;
  readonly #queue: (() => void)[] = [];

  constructor(cost: ScryptCost = recommendedCost) {
    this.#cost = cost;
    this.#nobody = format(cost, randomBytes(16), randomBytes(32));
  }

  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    return format(this.#cost, salt, await this.#derive(password, salt, this.#cost));
  }

  /** Constant work: `stored` null (no such person, or no password yet) costs the same as a wrong password. */
  async verify(
    password: string,
    stored: string | null,
  ): Promise<{ readonly right: boolean; readonly outdated: boolean }> {
    const { cost, salt, hash } = parse(stored ?? this.#nobody);
    const right = timingSafeEqual(await this.#derive(password, salt, cost), hash) && stored !== null;
    const outdated = cost.ln < this.#cost.ln || cost.r < this.#cost.r || cost.p < this.#cost.p;
    return { right, outdated };
  }

  async #derive(password: string, salt: Buffer, { ln, r, p }: ScryptCost): Promise<Buffer> {
    if (this.#running >= atOnce) {
      if (this.#queue.length >= longestQueue) throw new PasswordsBusy('too many logins at once');
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    } else {
      this.#running++;
    }
    try {
      const options = { N: 2 ** ln, r, p, maxmem: 2 * 128 * 2 ** ln * r };
      return await new Promise((resolve, reject) =>
        scrypt(normalisePassword(password), salt, 32, options, (error, key) => (error ? reject(error) : resolve(key))),
      );
    } finally {
      // The place goes on to the next in the queue, or is free.
      const next = this.#queue.shift();
      if (next) next();
      else this.#running--;
    }
  }
}

const alphabet = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** 24 characters that are not mistaken for each other, about 138 bits. */
export function generatePassword(): string {
  return Array.from({ length: 24 }, () => alphabet[randomInt(alphabet.length)]).join('');
}

function format({ ln, r, p }: ScryptCost, salt: Buffer, hash: Buffer): string {
  return `$scrypt$ln=${ln},r=${r},p=${p}$${salt.toString('base64')}$${hash.toString('base64')}`;
}

function parse(stored: string): { cost: ScryptCost; salt: Buffer; hash: Buffer } {
  const match = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(stored);
  if (!match) throw new Error('a stored password is not in a known format');
  return {
    cost: { ln: Number(match[1]), r: Number(match[2]), p: Number(match[3]) },
    salt: Buffer.from(match[4]!, 'base64'),
    hash: Buffer.from(match[5]!, 'base64'),
  };
}
