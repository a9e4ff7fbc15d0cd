import type { VerdictEffect } from '../../../domain/metering/finding.ts';
import * as calls from './quality.ts';

/** How many verdicts nobody has looked at yet: asked for with the system's own figures, told by the page that lists them. */
class OpenVerdicts {
  counts: Readonly<Record<VerdictEffect, number>> | null = $state.raw(null);
  /** False: this role may not see them, and the page is not offered. null = not known yet. */
  allowed: boolean | null = $state(null);
  /** As `allowed`, for who asks again by the clock: not followed. */
  #refused = false;

  /** What needs a person; what a rule dealt with does not. */
  get needed(): number {
    return this.counts === null ? 0 : this.counts.unknown + this.counts.flagged;
  }

  told(counts: Readonly<Record<VerdictEffect, number>>): void {
    this.counts = counts;
    this.allowed = true;
  }

  async refresh(): Promise<void> {
    // Refused once, it is not asked again in this session.
    if (this.#refused) return;
    const answer = await calls.verdicts({ limit: 1 });
    if (answer.ok) this.told(answer.value.open);
    else if (answer.problem.status === 403) {
      this.#refused = true;
      this.allowed = false;
    }
  }

  /** Somebody else may sign in. */
  forget(): void {
    this.counts = null;
    this.allowed = null;
    this.#refused = false;
  }
}

export const openVerdicts = new OpenVerdicts();
