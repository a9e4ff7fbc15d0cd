import type { Quality } from '../../../domain/metering/interval.ts';
import { percent, type Format } from '../format/index.ts';
import type { Messages } from '../messages/type.ts';
import { qualityShares, type Mark } from './mark.ts';
import { extent } from './scale.ts';

/** `实测 98.7% · 估计 1.1%`: how far the data of a chart can be trusted. */
export function dataState(marks: readonly Mark[], until: number, m: Messages): string {
  const parts = qualityShares(marks, until).map((p) => ({ quality: p.quality as Quality, share: percent(p.share) }));
  return m.chart.parts(parts);
}

/** The one sentence that a screen reader says for a chart. */
export function summary(
  marks: readonly Mark[],
  unit: string | null,
  text: { readonly title: string; readonly period: string; readonly state: string },
  f: Format,
  m: Messages,
): string {
  const range = extent(marks.map((mark) => ({ ...mark, min: mark.value, max: mark.value })));
  if (range === null) return m.chart.summaryEmpty(text.title, text.period);
  return m.chart.summary(text.title, text.period, f.text(range[0], unit), f.text(range[1], unit), text.state);
}
