import type { Finding } from '../../../domain/metering/finding.ts';
import { flagsOf, mayHoldFlags } from '../../../domain/metering/flags.ts';
import { isRegisterPoint } from '../../../domain/points.ts';
import type { BlockRows } from './block-rows.ts';
import type { FindingRows } from './findings.ts';
import type { Range } from './ranges.ts';
import type { SeriesEntries, SeriesEntry } from './series-entries.ts';

const dayMs = 86_400_000;

/**
 * What whole days of a point show. It rests on the point's whole life, which is looked at only where two days in a row
 * are equal somewhere: of nearly all points, the days around the changed ones say that there is nothing.
 */
export class DayFindings {
  readonly #series: SeriesEntries;
  readonly #blocks: BlockRows;
  readonly #findings: FindingRows;

  constructor(series: SeriesEntries, blocks: BlockRows, findings: FindingRows) {
    this.#series = series;
    this.#blocks = blocks;
    this.#findings = findings;
  }

  /** @param changed days that were written again; their records are in the months' rows */
  refresh(entry: SeriesEntry, changed: readonly Range[]): void {
    const { key, meter, point } = entry;
    const extremes = !isRegisterPoint(point);
    const hasEqualDays = ({ from, to }: Range): boolean => {
      const days = this.#blocks.days(key, extremes, { from: from - dayMs, to: to + dayMs });
      return days !== null && mayHoldFlags(days);
    };
    if (!entry.hasEqualDays && !changed.some(hasEqualDays)) return;
    const life = this.#blocks.days(key, extremes);
    const flags = life === null ? [] : flagsOf(life, point);
    // What came all at once is told by its step where that shows it: the days would say it again, less exactly.
    const isNews = ({ rule, to, evidence }: Finding): boolean =>
      rule !== 'catch-up' ||
      !this.#findings.isInSteps(meter, point, rule, { from: evidence['caughtUpAt'] as number, to });
    this.#findings.replaceOfDays(meter, point, flags.filter(isNews));
    this.#series.setEqualDays(entry, life !== null && mayHoldFlags(life));
  }
}
