import { parentPort } from 'node:worker_threads';
import { analyse } from '../domain/mandv/analysis.ts';
import { meterOf, scaled, type MeterYears } from './support/mandv-meters.ts';

export interface Batch {
  readonly first: number;
  readonly count: number;
}

const timeZone = 'Asia/Shanghai';
/** Weather and noise of their own; every other meter is one of them in another size. */
const different = 24;
const meters: MeterYears[] = Array.from({ length: different }, (_, i) => meterOf(i + 1));

function whole(i: number): void {
  const { baseline, reporting } = scaled(meters[i % different]!, 1 + i / 100);
  const { savings } = analyse({ method: 'daily', carrier: 'electricity', timeZone, baseline, reporting });
  if (savings?.total === null || savings === null) throw new Error('the benchmark measures a fault');
}

// The compiler must know the code, as it does in a night's run.
for (let i = 0; i < 8; i += 1) whole(i);

parentPort!.on('message', ({ first, count }: Batch) => {
  for (let i = first; i < first + count; i += 1) whole(i);
  parentPort!.postMessage(count);
});
parentPort!.postMessage(0);
