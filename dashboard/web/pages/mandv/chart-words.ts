import type { WireMandvAnalysis } from '../../../../domain/wire-mandv.ts';
import type { Messages } from '../../messages/type.ts';
import { firstDay, lastDay } from './figures.ts';

/** What each chart of an analysis says of itself when it is exported. */
export function chartWords(a: WireMandvAnalysis, name: string, m: Messages) {
  const { baseline, reporting } = a.inputs;
  const span = (from: string, to: string) => m.mandv.span(firstDay(from), lastDay(to));
  const marks = [a.papers.dataState === 'final' ? m.mandv.marks.final : m.mandv.marks.provisional];
  if (!a.sufficiency.qualified) marks.push(m.mandv.marks.disqualified);
  return {
    source: a.meter,
    state: marks.join(' · '),
    baselinePeriod: span(baseline.from, baseline.to),
    reportingPeriod: m.mandv.since(firstDay(reporting.from)),
    fileName: `${a.id}-${name}`,
  };
}
