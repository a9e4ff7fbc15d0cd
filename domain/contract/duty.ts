import type { Said } from './said.ts';

export const verdicts = ['met', 'not-met', 'cannot-tell'] as const;
export type Verdict = (typeof verdicts)[number];

/** One thing that a contract obliges to, and whether it was done. */
export interface Duty {
  /** `energy-2026`, `investment-2`, `data-2026`, `comfort-2026`; stable. */
  readonly id: string;
  readonly kind: 'energy' | 'investment' | 'data' | 'comfort';
  readonly verdict: Verdict;
  /** `open`: its time is not over, what is known may still change. */
  readonly phase: 'open' | 'closed';
  /** Local day on which it is due: the year's last, the milestone's. */
  readonly due: string;
  readonly target: number | null;
  readonly actual: number | null;
  /** kWh, m³, CNY, %, zone-days. */
  readonly unit: string;
  readonly band: { readonly halfWidth: number; readonly confidence: number } | null;
  /** Of an open energy year. */
  readonly forecast: Forecast | null;
  /** Of an investment that is short: yuan and days since it was due. */
  readonly shortfall: { readonly amount: string; readonly days: number } | null;
  readonly reasons: readonly Said[];
  readonly evidence: readonly Evidence[];
}

export interface Forecast {
  readonly expected: number;
  readonly halfWidth: number | null;
  readonly confidence: number;
  /** That the guarantee is met; null without a guarantee or a spread. */
  readonly probability: number | null;
}

export type Evidence =
  | {
      readonly kind: 'readings';
      readonly meter: string;
      readonly from: string;
      readonly to: string;
      readonly completenessPct: number;
    }
  | { readonly kind: 'model'; readonly meter: string; readonly sha256: string; readonly frozen: boolean }
  | {
      readonly kind: 'payment';
      readonly date: string;
      readonly amount: string;
      readonly evidence: readonly string[];
      readonly attachments: readonly number[];
    }
  | { readonly kind: 'zone-day'; readonly meter: string; readonly date: string; readonly outsidePct: number | null };
