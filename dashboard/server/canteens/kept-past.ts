interface Kept<T> {
  readonly date: string;
  readonly value: Promise<T>;
}

/** A canteen is asked of few dates and meals at a time. */
const mostACanteen = 64;

/**
 * What rests on the days of a canteen before a date: its norm, its usual rhythm. The events of the date itself and of
 * later ones touch nothing of it.
 */
export class KeptPast<T> {
  readonly #kept = new Map<string, Map<string, Kept<T>>>();

  of(canteen: string, date: string, what: string, make: () => Promise<T>): Promise<T> {
    let own = this.#kept.get(canteen);
    if (own === undefined) this.#kept.set(canteen, (own = new Map<string, Kept<T>>()));
    const key = `${date} ${what}`;
    const known = own.get(key);
    if (known !== undefined) return known.value;
    const made = { date, value: make() };
    own.set(key, made);
    if (own.size > mostACanteen) own.delete(own.keys().next().value!);
    const mine = own;
    made.value.catch(() => mine.get(key) === made && mine.delete(key));
    return made.value;
  }

  /** Something of that date changed, and maybe of later ones. */
  touched(canteen: string, date: string): void {
    const own = this.#kept.get(canteen);
    if (own === undefined) return;
    for (const [key, kept] of own) if (kept.date > date) own.delete(key);
  }

  forget(which: (canteen: string) => boolean): void {
    for (const canteen of this.#kept.keys()) if (which(canteen)) this.#kept.delete(canteen);
  }
}
