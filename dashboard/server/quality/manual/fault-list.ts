import type { WireRowFault } from '../../../../domain/wire-quality.ts';
import { say, type FaultCode, type Language } from './words.ts';

/** So many are named; the file is wrong as a whole then. */
const mostFaults = 100;

export class FaultList {
  readonly #language: Language;
  readonly #faults: WireRowFault[] = [];

  constructor(language: Language) {
    this.#language = language;
  }

  /** @param column as the file names it; null: the whole row */
  add(row: number | null, column: string | null, code: FaultCode, subject = '', more = ''): void {
    if (this.#faults.length >= mostFaults) return;
    const path = [row === null ? null : `row ${row}`, column === null ? null : `column ${column}`];
    const message = say(code, this.#language, subject, more);
    this.#faults.push({ path: path.filter((part) => part !== null).join(', '), code, message });
  }

  get list(): readonly WireRowFault[] {
    return this.#faults;
  }
}
