import { expect } from 'vitest';
import type { Product } from './product.ts';
import { settled } from './settled.ts';

/**
 * A building whose meters did what meters do: one was changed, one fell back, one was away for a week, one stood still and
 * caught up, one glitched, one shows the same every day. Readings every quarter of an hour over five weeks, by the bulk
 * door.
 */
const minute = 60_000;
const quarter = 15 * minute;
const hour = 60 * minute;
const day = 24 * hour;
const zoneMs = 8 * hour;

const register = { point: 'energy_kwh', unit: 'kWh', decimals: 1, digits: 6 };
const meter = (id: string, more: object = {}) => ({
  ...{ id, building: 'B9', carrier: 'electricity', register, interval: '15m', secret: `secret of ${id}` },
  ...more,
});

export const oddPortfolio = {
  regions: [{ id: 'wenzhou', name: '温州市' }],
  institutions: [{ id: 'I9', region: 'wenzhou', name: '市图书馆总馆', kind: 'culture' }],
  buildings: [{ id: 'B9', institution: 'I9', name: '总馆' }],
  meters: [
    meter('X-SWAP', { endUse: 'hvac' }),
    meter('X-RESET'),
    meter('X-AWAY'),
    meter('X-STILL'),
    meter('X-ZERO'),
    meter('X-SAME'),
    meter('X-MONTH'),
    meter('X-SUM', {
      register: { point: 'energy_kwh', unit: 'kWh' },
      secret: undefined,
      virtual: [
        { meter: 'X-SWAP' },
        { meter: 'X-AWAY', factor: -1, from: new Date(Date.now() - 20 * day).toISOString().slice(0, 10) },
      ],
    }),
  ].map(({ secret, ...rest }) => (secret === undefined ? rest : { ...rest, secret })),
};

/** When things happened, for tests that look for them. */
export interface OddTimes {
  /** First reading of the new meter of `X-SWAP`; the old one was last read half an hour before. */
  readonly swapAt: number;
  readonly closing: number;
  readonly opening: number;
  /** The day of it, local. */
  readonly swapDay: string;
}

type Reading = readonly [at: number, value: number];

/** Like chance, and the same each time. */
const chance = (n: number): number => ((((n * 2_654_435_761) >>> 0) ^ (n * 40_503)) % 1_000) / 1_000;

/** kW of a library: by day more than by night, no day like the other. */
function load(at: number): number {
  const clock = ((at + zoneMs) % day) / hour;
  const size = 0.8 + 0.4 * chance(Math.floor((at + zoneMs) / day));
  return size * (6 + (clock > 8 && clock < 21 ? 34 : 0)) * (0.9 + 0.2 * chance(Math.floor(at / quarter)));
}

function running(from: number, to: number, start: number, rate = load): Reading[] {
  const found: Reading[] = [];
  let value = start;
  for (let at = from; at <= to; at += quarter) {
    found.push([at, Math.round(value * 10) / 10]);
    value += (rate(at) * quarter) / hour;
  }
  return found;
}

async function send(product: Product, id: string, readings: readonly Reading[]): Promise<void> {
  const lines = ['timestamp,value', ...readings.map(([at, value]) => `${new Date(at).toISOString()},${value}`)];
  const { status, body } = await product.api(`/api/v1/meters/${id}/history?kind=register&point=energy_kwh`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: lines.join('\n'),
  });
  expect(status, JSON.stringify(body)).toBe(200);
}

export async function seedOddReadings(product: Product, now = Date.now()): Promise<OddTimes> {
  await product.importPortfolio(oddPortfolio);
  const to = Math.floor(now / quarter) * quarter;
  const today = Math.floor((to + zoneMs) / day) * day - zoneMs;
  const from = today - 35 * day;
  const swapAt = today - 3 * day + 9 * hour + 15 * minute;

  const old = running(from, swapAt - 2 * quarter, 48_000);
  const opening = 20_318.2;
  const closing = old.at(-1)![1];
  await send(product, 'X-SWAP', [...old, ...running(swapAt, to, opening)]);

  const fell = today - 5 * day + 10 * hour;
  await send(product, 'X-RESET', [...running(from, fell, 8_112.4), ...running(fell + quarter, to, 0)]);

  const gone = today - 12 * day + 3 * hour;
  const all = running(from, to, 2_000);
  await send(
    product,
    'X-AWAY',
    all.filter(([at]) => at <= gone || at >= gone + 7 * day),
  );

  const stood = today - 16 * day;
  const awake = stood + 5 * day;
  const before = running(from, stood, 500);
  const still: Reading[] = running(stood + quarter, awake, before.at(-1)![1], () => 0);
  await send(product, 'X-STILL', [
    ...before,
    ...still,
    ...running(awake + quarter, to, Math.round(before.at(-1)![1] + 5 * 600)),
  ]);

  const zero = today - 2 * day + 14 * hour;
  await send(
    product,
    'X-ZERO',
    all.map(([at, value]) => (at === zero ? [at, 0] : [at, value])),
  );

  await send(
    product,
    'X-SAME',
    running(from, to, 100, (at) => (at > today - 9 * day ? 4 : load(at))),
  );
  await send(product, 'X-MONTH', running(from, to, 300));
  await settled(product);
  const swapDay = new Date(swapAt + zoneMs).toISOString().slice(0, 10);
  return { swapAt, closing, opening, swapDay };
}

/** A local date some days on. */
export const oddDay = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10);
