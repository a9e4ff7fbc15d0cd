import { parentPort } from 'node:worker_threads';
import { DemoCity, type CityDates } from './city/city.ts';
import { demoHistory } from './city/history.ts';
import { demoMeters } from './city/meters.ts';

/** What the demo's history is asked for: one meter's stretch. */
export interface HistoryJob {
  readonly id: number;
  readonly seed: number;
  readonly dates: CityDates;
  readonly meter: string;
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
}

let city: { readonly key: string; readonly made: DemoCity } | undefined;

parentPort!.on('message', ({ id, seed, dates, meter, from, to, stepMs }: HistoryJob) => {
  const key = JSON.stringify([seed, dates]);
  if (city?.key !== key) city = { key, made: new DemoCity(seed, dates) };
  const columns = demoHistory(
    city.made,
    demoMeters.find((one) => one.id === meter)!,
    from,
    to,
    stepMs,
  );
  const buffers = [columns.ts, ...Object.values(columns.points)].map((column) => column.buffer as ArrayBuffer);
  parentPort!.postMessage({ id, columns }, buffers);
});
