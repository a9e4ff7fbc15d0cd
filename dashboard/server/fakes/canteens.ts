import type { Meal, Stream } from '../../../domain/canteen/types.ts';
import { ownViewer } from '../house.ts';
import type { Installation } from './installation.ts';

/** Two canteens of a school in the northern county, one of the city's hospital; each with a scale and a counter. */
export const canteenPortfolio = {
  canteens: [
    canteen('CT1', 'SCHOOL', '一食堂'),
    canteen('CT2', 'SCHOOL', '二食堂'),
    canteen('CT9', 'HOSPITAL', '职工食堂'),
  ],
  users: [
    { username: 'chen', role: 'canteen', scope: 'CT1' },
    { username: 'sun', role: 'county', scope: 'NORTH' },
    { username: 'wang', role: 'institution', scope: 'SCHOOL' },
    { username: 'li', role: 'contractor', scope: 'GREEN' },
    { username: 'zhao', role: 'officer' },
  ],
};

function canteen(id: string, institution: string, name: string) {
  const part = (kind: string) => [{ id: `${kind}-${id}`, secret: `secret of ${kind}-${id}` }];
  return {
    ...{ id, institution, name, operatingMode: 'self', supplyMode: 'buffet', meters: [] },
    ...{ scales: part('SC'), counters: part('CN') },
  };
}

export async function openCanteens(house: Installation, more: Record<string, unknown> = {}): Promise<void> {
  await house.start();
  const imported = await house.registry.importPortfolio({ ...canteenPortfolio, ...more }, ownViewer);
  if (!imported.ok) throw new Error(JSON.stringify(imported.faults));
}

let seq = 0;

export interface SentEvent extends Readonly<Record<string, unknown>> {
  readonly type: string;
  readonly ts: string;
  readonly seq: number;
}

/** `at`: `2026-11-20T12:05`, by the clock on the wall. */
export function weighing(at: string, netG: number, more: Record<string, unknown> = {}): SentEvent {
  const base = { type: 'weighing', ts: stamp(at), seq: ++seq, stream: 'PLATE_WASTE' satisfies Stream };
  return { ...base, meal: 'LUNCH' satisfies Meal, net_g: netG, gross_g: netG + 4200, tare_g: 4200, ...more };
}

export function count(at: string, personMeals: number, more: Record<string, unknown> = {}): SentEvent {
  return { type: 'meals', ts: stamp(at), seq: ++seq, meal: 'LUNCH', person_meals: personMeals, ...more };
}

const stamp = (at: string) => `${at}${at.length === 16 ? ':00' : ''}+08:00`;

/** As the scale or counter would send it: through the collector, done when it is durable. */
export function sendEvents(house: Installation, device: string, ...events: readonly unknown[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const message = {
      ...({ source: 'mqtt', publisher: device, publisherKind: 'device' } as const),
      topic: `v1/${device}/events`,
      payload: Buffer.from(JSON.stringify(events)),
      receivedAt: house.now,
    };
    house.collector.accept(message, (error) => (error ? reject(error) : resolve()));
  });
}
