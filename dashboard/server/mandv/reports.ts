import type { Analysis } from '../../../storage/registry/port.ts';
import { ownViewer, type House } from '../house.ts';
import type { ReportSource } from '../quality/reports.ts';
import { allOf } from '../wire/paging.ts';
import { readHours } from './hours.ts';

export const reportIdOf = (analysis: string): string => `mandv:${analysis}`;

/** Frozen baselines: what a contract rests on must say when its readings change. */
export function mandvReports({ registry, intervals }: Pick<House, 'registry' | 'intervals'>): ReportSource {
  return {
    kind: 'mandv',
    async all() {
      const analyses = await allOf((page) => registry.analyses.page(ownViewer, page));
      return analyses.flatMap((analysis) => (analysis.frozen === null ? [] : [reportOf(analysis, analysis.frozen)]));
    },
    async inputsOf(id) {
      const analysis = await registry.analyses.one(ownViewer, id.slice(reportIdOf('').length));
      if (analysis === null) return null;
      const [used, air] = await Promise.all(
        [analysis.meter, analysis.weatherMeter].map((meter) => registry.meter(ownViewer, meter)),
      );
      if (!used || !air) return null;
      const { from, to } = analysis.baseline;
      const meter = { meter: used.id, point: used.register.point };
      return (await readHours(intervals, meter, { meter: air.id, point: air.register.point }, from, to)).sha256;
    },
  };
}

function reportOf({ id, meter, weatherMeter, baseline }: Analysis, frozen: NonNullable<Analysis['frozen']>) {
  return {
    id: reportIdOf(id),
    kind: 'mandv',
    title: `${id} ${meter}`,
    meter,
    meters: [meter, weatherMeter],
    ...baseline,
    inputsSha256: frozen.inputsSha256,
    madeAt: frozen.at,
  };
}
