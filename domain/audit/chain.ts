/**
 * The audit's hash chain: each entry is hashed together with the hash of the one before it, so that an entry that was
 * changed, taken out or put elsewhere breaks every hash after it. Who keeps a head (number and hash of the newest
 * entry) sees a cut-off tail too.
 */
export interface ChainedEntry {
  readonly id: number;
  /** ms UTC */
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly result: string;
  readonly address: string | null;
  readonly detail: string | null;
}

/** Of entry n; the first rests on `chainStart`. */
export interface ChainHead {
  readonly id: number;
  readonly hash: string;
}

const format = 'wattsteward-audit-1';
/** What the first entry rests on; no SHA-256 of anything known. */
export const chainStart: ChainHead = { id: 0, hash: '0'.repeat(64) };

/** What SHA-256 (UTF-8, hex) is taken of: a JSON array in a fixed order, so that no two entries have one text. */
export function chainText(before: string, entry: ChainedEntry): string {
  const { id, at, actor, action, subject, result, address, detail } = entry;
  return JSON.stringify([format, before, id, at, actor, action, subject, result, address, detail]);
}

/** What is wrong at one place of the chain. `expected`, `found`: numbers of entries, or hashes. */
export interface ChainFault {
  readonly code:
    /** Its content or its hash is another than when it was written. */
    | 'changed'
    /** Entries before it are gone: from number `expected` on. */
    | 'missing'
    /** After a broken entry: it does not rest on that one as it is now. Both were moved, or one was put in between. */
    | 'unlinked'
    /** Entries after the newest that is there were given. */
    | 'cut-off'
    /** A head that was noted earlier is not among the hashes. */
    | 'head-unknown';
  readonly entry: number;
  readonly expected: string;
  readonly found: string;
}

export interface ChainReport {
  readonly entries: number;
  readonly head: ChainHead;
  readonly faults: readonly ChainFault[];
}

/** Follows the chain entry by entry, ascending by id; `sha256` of a text, hex. */
export class ChainCheck {
  readonly faults: ChainFault[] = [];
  readonly #sha256: (text: string) => string;
  readonly #noted: string | null;
  #head: ChainHead = chainStart;
  #entries = 0;
  #isNotedSeen: boolean;

  /** @param noted a head noted earlier, that must be somewhere in the chain. */
  constructor(sha256: (text: string) => string, noted: string | null = null) {
    this.#sha256 = sha256;
    this.#noted = noted;
    this.#isNotedSeen = noted === null || noted === chainStart.hash;
  }

  get head(): ChainHead {
    return this.#head;
  }
  get entries(): number {
    return this.#entries;
  }

  take(entry: ChainedEntry & { readonly hash: string }): void {
    const before = this.#head;
    const { id, hash } = entry;
    if (id !== before.id + 1) this.#fault('missing', id, String(before.id + 1), String(id));
    else {
      const computed = this.#sha256(chainText(before.hash, entry));
      const afterBroken = this.faults.at(-1)?.entry === before.id;
      if (computed !== hash) this.#fault(afterBroken ? 'unlinked' : 'changed', id, computed, hash);
    }
    // Its hash is the next link, whatever it is: the next entry may be whole.
    this.#head = { id, hash };
    this.#entries++;
    if (hash === this.#noted) this.#isNotedSeen = true;
  }

  /** @param given number of the newest entry that was ever given; null: nobody knows. */
  end(given: number | null): readonly ChainFault[] {
    const { id, hash } = this.#head;
    if (given !== null && given > id) this.#fault('cut-off', id, String(given), String(id));
    if (!this.#isNotedSeen) this.#fault('head-unknown', id, this.#noted!, hash);
    return this.faults;
  }

  #fault(code: ChainFault['code'], entry: number, expected: string, found: string): void {
    this.faults.push({ code, entry, expected, found });
  }
}
