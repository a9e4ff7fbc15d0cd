import { Gauge } from 'prom-client';
import type { House } from '../house.ts';

/** What waits for a person, for Prometheus; counted when somebody scrapes. */
export function registerQualityMetrics({ metrics, verdicts }: Pick<House, 'metrics' | 'verdicts'>): void {
  new Gauge({
    name: 'wattsteward_open_verdicts',
    help: 'Findings in readings that nobody has decided of, by effect: unknown, judged, flagged',
    labelNames: ['effect'],
    registers: [metrics],
    async collect() {
      for (const [effect, count] of Object.entries(await verdicts.counts(null))) this.set({ effect }, count);
    },
  });
}
