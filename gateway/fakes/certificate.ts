import type { TlsSource } from '../port.ts';

type Pair = TlsSource['current'];

/** A certificate that the test replaces. */
export class FakeCertificate implements TlsSource {
  current: Pair;
  readonly #listeners: ((pair: Pair) => void)[] = [];

  constructor(pair: Pair) {
    this.current = pair;
  }

  onChange(listener: (pair: Pair) => void): void {
    this.#listeners.push(listener);
  }

  replace(pair: Pair): void {
    this.current = pair;
    for (const listener of this.#listeners) listener(pair);
  }
}
