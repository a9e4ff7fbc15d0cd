import type { LiveDelta, LiveSnapshot } from '../../../domain/wire.ts';

/**
 * One topic as the server tells it: a snapshot, then deltas without holes. After a hole the data on screen are no longer
 * complete, so nothing more is applied until the server's fresh snapshot.
 */
export type TopicPhase = 'waiting' | 'current' | 'denied';

export interface TopicListener<S, D> {
  snapshot(data: S, at: number): void;
  delta(data: D): void;
  phase?(phase: TopicPhase): void;
}

export class Topic<S, D> {
  readonly name: string;
  readonly #listener: TopicListener<S, D>;
  #phase: TopicPhase = 'waiting';
  #seq = -1;

  constructor(name: string, listener: TopicListener<S, D>) {
    this.name = name;
    this.#listener = listener;
  }

  get phase(): TopicPhase {
    return this.#phase;
  }

  #to(phase: TopicPhase): void {
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.#listener.phase?.(phase);
  }

  onSnapshot(snapshot: LiveSnapshot<S>): void {
    this.#seq = snapshot.seq;
    this.#listener.snapshot(snapshot.data, Date.parse(snapshot.at));
    this.#to('current');
  }

  /** False: there is a hole before this delta. */
  onDelta(delta: LiveDelta<D>): boolean {
    if (this.#phase !== 'current') return true;
    // Already part of the snapshot.
    if (delta.seq <= this.#seq) return true;
    if (delta.seq !== this.#seq + 1) {
      this.#to('waiting');
      return false;
    }
    this.#seq = delta.seq;
    this.#listener.delta(delta.data);
    return true;
  }

  onDenied(): void {
    this.#to('denied');
  }

  /** The connection is gone: what is on screen may be old, and the next word must be a snapshot. */
  onLost(): void {
    if (this.#phase === 'current') this.#to('waiting');
  }
}
