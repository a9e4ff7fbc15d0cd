import type { UseCarrier, WireOverviewPage } from '../../../../domain/wire-places.ts';
import { overview } from '../../api/places.ts';
import { KeptAnswer } from '../place/kept-answer.svelte.ts';

const everyMs = 60_000;
const leastBetweenMs = 20_000;
/** As many buildings as an answer lists. */
const mostDrawn = 100;

/** What stands out and what needs somebody: asked each minute while somebody looks, and soon after today's data changed. */
export class OverviewStore {
  readonly answer = new KeptAnswer<WireOverviewPage>();
  #drawn: number | undefined;
  #askedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(carrier: UseCarrier): void {
    this.#askedAt = Date.now();
    this.answer.show(carrier, (signal) => overview(carrier, { drawn: this.#drawn }, signal));
  }

  /** All rows that are listed are looked at: from now on they come with their quarter hours. */
  drawAll(): void {
    if (this.#drawn === mostDrawn) return;
    this.#drawn = mostDrawn;
    this.#askedAt = Date.now();
    void this.answer.again();
  }

  start(): () => void {
    const ask = () => this.#ask(everyMs - 5_000);
    const timer = setInterval(ask, everyMs / 4);
    document.addEventListener('visibilitychange', ask);
    return () => {
      clearInterval(timer);
      clearTimeout(this.#timer);
      document.removeEventListener('visibilitychange', ask);
      this.answer.stop();
    };
  }

  /** A quarter hour became known, or was corrected. */
  changed(): void {
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        this.#ask(leastBetweenMs);
      },
      Math.max(2_000, this.#askedAt + leastBetweenMs - Date.now()),
    );
  }

  #ask(afterMs: number): void {
    if (document.visibilityState !== 'visible' || Date.now() - this.#askedAt < afterMs) return;
    this.#askedAt = Date.now();
    void this.answer.again();
  }
}
