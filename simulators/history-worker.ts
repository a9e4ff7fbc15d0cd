import { parentPort } from 'node:worker_threads';
import { CanteenCity, type CanteenEvent } from './canteens/canteen-city.ts';
import { demoCanteens } from './canteens/canteens.ts';
import { DemoCity, type CityDates } from './city/city.ts';
import { dayIndex } from './city/day.ts';
import { demoHistory } from './city/history.ts';
import { demoMeters } from './city/meters.ts';

/** What the demo's history is asked for: one meter's or canteen's stretch. */
export interface HistoryJob {
  readonly id: number;
  readonly seed: number;
  readonly dates: CityDates;
  readonly of: { readonly meter: string; readonly stepMs: number } | { readonly canteen: string };
  readonly from: number;
  readonly to: number;
}

/** Events of a canteen's devices, by device. */
export type HistoryEvents = readonly { readonly device: string; readonly events: readonly CanteenEvent[] }[];

let city: { readonly key: string; readonly made: DemoCity; readonly canteens: CanteenCity } | undefined;

parentPort!.on('message', ({ id, seed, dates, of, from, to }: HistoryJob) => {
  const key = JSON.stringify([seed, dates]);
  if (city?.key !== key) {
    city = { key, made: new DemoCity(seed, dates), canteens: new CanteenCity(seed, dates.firstDay ?? null) };
  }
  if ('canteen' in of) {
    parentPort!.postMessage({ id, made: eventsOf(city.canteens, of.canteen, from, to) });
    return;
  }
  const meter = demoMeters.find((one) => one.id === of.meter)!;
  const columns = demoHistory(city.made, meter, from, to, of.stepMs);
  const buffers = [columns.ts, ...Object.values(columns.points)].map((column) => column.buffer as ArrayBuffer);
  parentPort!.postMessage({ id, made: columns }, buffers);
});

/** What was sent in [from, to): what is sent later is left to the devices. */
function eventsOf(canteens: CanteenCity, id: string, from: number, to: number): HistoryEvents {
  const canteen = demoCanteens.find((one) => one.id === id)!;
  const by = new Map<string, CanteenEvent[]>();
  for (let day = dayIndex(from); day <= dayIndex(to - 1); day++) {
    for (const { device, sentAt, event } of canteens.eventsOf(canteen, day)) {
      if (sentAt < from || sentAt >= to) continue;
      const known = by.get(device);
      if (known === undefined) by.set(device, [event]);
      else known.push(event);
    }
  }
  return Array.from(by, ([device, events]) => ({ device, events }));
}
