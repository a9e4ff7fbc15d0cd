import type { Logger } from 'pino';
import { waitingFull, type ForwarderState } from '../port.ts';

type State = ForwarderState['state'];

/** How it stands with the server: for pages and metrics, and one line in the log when it changes. */
export class StateKeeper {
  readonly #url: string;
  readonly #log: Logger;
  readonly #now: () => number;
  #state: State = 'catching-up';
  #since: number;
  #lastError: ForwarderState['lastError'] = null;
  #forwardedRows = 0;
  /** Waiting raw rows, the first arrival among them, waiting months of rollups, refused points. */
  counts = { rows: 0, oldest: null as number | null, rollups: 0, dead: 0, history: 0 };

  constructor(url: string, log: Logger, now: () => number) {
    this.#url = url;
    this.#log = log;
    this.#now = now;
    this.#since = now();
  }

  get state(): ForwarderState {
    const { rows, oldest, rollups, dead, history } = this.counts;
    return {
      url: this.#url,
      state: this.#state,
      since: this.#since,
      waitingRows: rows + rollups,
      oldestWaitingAt: oldest,
      forwardedRows: this.#forwardedRows,
      deadLetters: dead,
      lastError: this.#lastError,
      waitingForHistory: history,
    };
  }

  /** The server can be asked. */
  get online(): boolean {
    return this.#state === 'ok' || this.#state === 'catching-up';
  }

  forwarded(rows: number): void {
    this.#forwardedRows += rows;
  }

  answers(behind: boolean): void {
    const before = this.#state;
    if (!this.#become(behind ? 'catching-up' : 'ok')) return;
    const waiting = { waitingRows: this.counts.rows };
    if (before === 'away' || before === 'refused') this.#log.info(waiting, `InfluxDB at ${this.#url} answers again`);
    else if (!behind) this.#log.info(`InfluxDB at ${this.#url} has everything`);
  }

  fails(code: string, message: string): void {
    this.#lastError = { at: this.#now(), message };
    const refused = code === 'unauthorized' || code === 'not-found';
    if (!this.#become(refused ? 'refused' : 'away')) return;
    const what = refused ? 'does not let us write' : "can't be used";
    this.#log.warn(
      { code, waitingRows: this.counts.rows },
      `InfluxDB at ${this.#url} ${what} (${message}): readings are stored here and sent later`,
    );
  }

  waitingFull(): void {
    const message = 'too many readings wait for their history: messages with more of them are not acknowledged';
    this.#lastError = { at: this.#now(), message: `${waitingFull}: ${message}` };
  }

  deadLetters(count: number, words: string): void {
    this.#lastError = { at: this.#now(), message: words };
    this.#log.error({ count }, `InfluxDB refused points for ever, they are kept here: ${words}`);
  }

  #become(state: State): boolean {
    if (state === this.#state) return false;
    this.#state = state;
    this.#since = this.#now();
    return true;
  }
}
