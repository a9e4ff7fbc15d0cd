import type { Logger } from 'pino';
import { StoreError, waitingFull, type CommitResult, type SeriesStore } from '../storage/series/port.ts';
import type { Admission } from './admission.ts';
import { Group, type Done } from './group.ts';
import type { InboundMessage } from './port.ts';

/** Puts what a message carries into a group, or says why it does not. */
export type Admits = Pick<Admission, 'admit'>;
export type IntakeStore = Pick<SeriesStore, 'newBatch' | 'commit'>;

export interface IntakeLimits {
  /** A commit that takes longer is answered with an error: the device sends again. */
  readonly commitTimeoutMs: number;
  /** A batch is closed when it holds this many items (a message is never split, so one may go over). */
  readonly maxBatchItems: number;
  /**
   * Payload bytes accepted and not yet durable; over it messages are refused. A last resort: the gateway reads more
   * slowly at half of it (`gateway/limits.ts`), and devices that only wait keep their connections.
   */
  readonly maxPendingBytes: number;
  /** Under load the writer rests this long at most, so that fewer and larger commits are made. */
  readonly gatherMs: number;
}

export const defaultIntakeLimits: IntakeLimits = {
  commitTimeoutMs: 2_000,
  maxBatchItems: 8_192,
  maxPendingBytes: 128 * 1024 * 1024,
  gatherMs: 2,
};

/** From this many messages in the last commit on, it is worth waiting for company. */
const loadedMessages = 32;

export interface IntakeObserver {
  committed(group: Group, result: CommitResult, durationMs: number): void;
  commitFailed(code: string): void;
}

/**
 * Group commit. Messages gather while a commit runs; the next one begins as soon as the writer is idle. One commit at
 * a time, in order, so messages are answered in the order in which they came.
 */
export class Intake {
  readonly #store: IntakeStore;
  readonly #admission: Admits;
  readonly #log: Logger;
  readonly #limits: IntakeLimits;
  readonly #observer: IntakeObserver;

  #gathering: Group | null = null;
  readonly #sealed: Group[] = [];
  #committing: Group | null = null;
  #cancelScheduled: (() => void) | null = null;
  #resting = false;
  #lastMessages = 0;
  #pendingBytes = 0;
  #pendingMessages = 0;
  #overdue = false;
  #failedCommits = 0;
  #closed = false;
  #idle: (() => void)[] = [];

  constructor(store: IntakeStore, admission: Admits, log: Logger, limits: IntakeLimits, observer: IntakeObserver) {
    this.#store = store;
    this.#admission = admission;
    this.#log = log;
    this.#limits = limits;
    this.#observer = observer;
  }

  get pendingBytes(): number {
    return this.#pendingBytes;
  }
  get pendingMessages(): number {
    return this.#pendingMessages;
  }

  accept(message: InboundMessage, done: Done): void {
    // Whoever waits is told the same, or is put in order by the gateway: an answer on the spot overtakes nobody.
    if (this.#closed) return done(new Error('the collector is stopping'));
    if (this.#overdue) return done(new Error('the store does not answer'));

    const group = (this.#gathering ??= new Group(this.#store.newBatch()));
    const refusal = this.#admit(message, group);
    group.join(done, refusal);
    this.#pendingMessages++;
    if (!refusal) {
      group.bytes += message.payload.length;
      this.#pendingBytes += message.payload.length;
    }
    if (group.batch.size >= this.#limits.maxBatchItems) {
      this.#sealed.push(group);
      this.#gathering = null;
    }
    this.#schedule();
  }

  /** Takes nothing more; resolves when everything accepted is durable and answered. */
  async drain(): Promise<void> {
    this.#closed = true;
    if (this.#pendingMessages === 0) return;
    const idle = new Promise<void>((resolve) => this.#idle.push(resolve));
    this.#launch();
    await idle;
  }

  /** Gives up on what is not durable: everybody who still waits is told so. */
  abandon(): void {
    this.#closed = true;
    this.#cancelScheduled?.();
    const groups = [this.#committing, ...this.#sealed, this.#gathering];
    for (const group of groups) if (group) this.#answer(group, new Error('the collector stopped before the commit'));
  }

  /** @returns why this message can't be taken, or undefined: then its items are in the group's batch. */
  #admit(message: InboundMessage, group: Group): Error | undefined {
    if (this.#pendingBytes + message.payload.length > this.#limits.maxPendingBytes) {
      return new Error(`over ${this.#limits.maxPendingBytes} bytes wait for the store`);
    }
    try {
      return this.#admission.admit(message, group);
    } catch (cause) {
      this.#log.error({ err: cause, topic: message.topic }, 'a message could not be judged: a fault of the collector');
      return new Error('the message could not be judged', { cause });
    }
  }

  #schedule(): void {
    if (this.#committing) return;
    if (this.#sealed.length > 0 || this.#closed) return this.#launch();
    if (this.#resting && this.#gathering!.messages >= this.#lastMessages) return this.#launch();
    if (this.#cancelScheduled) return;
    if (this.#lastMessages >= loadedMessages) {
      // Whoever waited for the last commit is likely to send again at once: rest until as many have come.
      const timer = setTimeout(() => this.#launch(), this.#limits.gatherMs);
      this.#cancelScheduled = () => clearTimeout(timer);
      this.#resting = true;
    } else {
      const immediate = setImmediate(() => this.#launch());
      this.#cancelScheduled = () => clearImmediate(immediate);
    }
  }

  #launch(): void {
    this.#cancelScheduled?.();
    this.#cancelScheduled = null;
    this.#resting = false;
    if (this.#committing) return;
    let group = this.#sealed.shift();
    if (!group) {
      group = this.#gathering ?? undefined;
      this.#gathering = null;
    }
    if (!group) return;
    this.#committing = group;
    this.#lastMessages = group.messages;
    void this.#commit(group);
  }

  async #commit(group: Group): Promise<void> {
    const timer = setTimeout(() => this.#onOverdue(), this.#limits.commitTimeoutMs);
    // Not the injected clock: this is a duration, and a wall clock jumps.
    const startedAt = performance.now();
    let result: CommitResult | undefined;
    let failure: Error | undefined;
    try {
      // Refused messages and empty arrays leave nothing to store; they only keep their place in the order.
      result = await (group.hasContent ? this.#store.commit(group.batch) : undefined);
    } catch (cause) {
      failure = cause instanceof Error ? cause : new Error(String(cause));
    }
    clearTimeout(timer);
    const durationMs = performance.now() - startedAt;
    this.#pendingBytes -= group.bytes;
    this.#pendingMessages -= group.messages;
    this.#committing = null;
    this.#overdue = false;
    // The writer goes on with the next group while this one is answered.
    this.#launch();

    if (failure) this.#onFailure(failure);
    if (result && group.refuse(result)) this.#observer.commitFailed(waitingFull);
    this.#answer(group, failure);
    if (result) {
      this.#onSuccess();
      this.#observer.committed(group, result, durationMs);
    }
    if (this.#pendingMessages === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #answer(group: Group, error: Error | undefined): void {
    group.answer(error, (cause) => this.#log.error({ err: cause }, 'the answer to a message threw'));
  }

  /** Everybody behind a stuck writer is told; what they sent is still committed when it moves again (a duplicate then). */
  #onOverdue(): void {
    this.#overdue = true;
    const { commitTimeoutMs } = this.#limits;
    this.#log.warn(
      { commitTimeoutMs, messages: this.#pendingMessages },
      'a commit is overdue: devices will send again',
    );
    const error = new Error(`not durable within ${commitTimeoutMs} ms`);
    if (this.#gathering) this.#sealed.push(this.#gathering);
    this.#gathering = null;
    this.#answer(this.#committing!, error);
    for (const group of this.#sealed) this.#answer(group, error);
  }

  #onFailure(failure: Error): void {
    const code = failure instanceof StoreError ? failure.code : 'UNKNOWN';
    this.#observer.commitFailed(code);
    if (this.#failedCommits++ > 0) return;
    this.#log.error({ err: failure, code }, 'the store refuses: nothing is acknowledged until a commit succeeds');
  }

  #onSuccess(): void {
    if (this.#failedCommits === 0) return;
    this.#log.info({ failedCommits: this.#failedCommits }, 'the store takes readings again');
    this.#failedCommits = 0;
  }
}
