import { expect } from 'vitest';
import { connectDevice } from './device.ts';
import type { Product } from './product.ts';

/**
 * Four canteens of the small city with five weeks of lunches: one as usual, one whose scale drifts, one whose plates
 * nobody weighs, and one that is kept by hand; what people write about them, an inspection and what came of it.
 */
const minute = 60_000;
const day = 24 * 60 * minute;
const zoneMs = 8 * 60 * minute;
const ids = ['KT1', 'KT2', 'KT3', 'KT4'] as const;

const canteens = ids.map((id, i) => ({
  ...{ id, institution: i < 2 ? 'I1' : 'I2', name: `第${i + 1}食堂`, seats: 100 },
  ...{ operatingMode: 'self', supplyMode: i === 1 ? 'set' : 'buffet' },
  ...(id !== 'KT4' && {
    scales: [{ id: `${id}-S`, secret: `secret of ${id}-S` }],
    counters: [{ id: `${id}-C`, secret: `secret of ${id}-C` }],
  }),
}));

export interface SmallCanteens {
  readonly evaluation: number;
  readonly matter: number;
  readonly bulletin: number;
  readonly year: number;
  /** What people wrote, in their own language. */
  readonly words: readonly string[];
}

export async function seedSmallCanteens(product: Product, now = Date.now()): Promise<SmallCanteens> {
  await product.importPortfolio({ canteens });
  const today = Math.floor((now + zoneMs) / day) * day - zoneMs;
  const date = (at: number) => new Date(at + zoneMs).toISOString().slice(0, 10);
  const lines = new Map<string, Record<string, unknown>[]>();
  const add = (device: string, event: Record<string, unknown>) =>
    lines.set(device, [...(lines.get(device) ?? []), { seq: lines.get(device)?.length ?? 0, ...event }]);
  for (let back = 36; back >= 0; back -= 1) {
    const noon = today - back * day + 12 * 60 * minute;
    const ts = Math.min(noon, now - 5 * minute);
    for (const [i, id] of ids.slice(0, 3).entries()) {
      add(`${id}-C`, { type: 'meals', ts, meal: 'LUNCH', person_meals: 100 + 20 * i + (back % 5) });
      const weigh = (stream: string, net_g: number, at: number, tare_g = 4_200) =>
        add(`${id}-S`, { type: 'weighing', ts: at, stream, meal: 'LUNCH', net_g, gross_g: net_g + tare_g, tare_g });
      weigh('PREP_WASTE', 6_000 + 37 * back, ts - 90 * minute);
      weigh('TRIM_USED', 900 + 11 * back, ts - 60 * minute);
      const drift = id === 'KT2' ? (36 - back) * 20 : 0;
      if (id !== 'KT3') weigh('PLATE_WASTE', 4_000 + 53 * (back % 7) - drift, ts, 4_200 + drift);
      weigh('UNSOLD_DISCARD', 1_500 + 23 * (back % 3), ts + 2 * minute);
    }
  }
  for (const [device, events] of lines) {
    const line = await connectDevice(product.mqttUrl, device, `secret of ${device}`);
    await line.publishAsync(`v1/${device}/events`, JSON.stringify(events), { qos: 1 });
    await line.endAsync();
  }

  const post = async <T = { id: number }>(path: string, json: object, status = 201, method = 'POST'): Promise<T> => {
    const answer = await product.api<T>(`/api/v1/${path}`, { method, json });
    expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBe(status);
    return answer.body;
  };
  const yesterday = date(today - day);
  const entries = [
    { date: yesterday, meal: 'LUNCH', what: 'PERSON_MEALS', value: 90 },
    { date: yesterday, meal: 'LUNCH', what: 'PLATE_WASTE', value: 3_200 },
  ];
  await post('canteens/KT4/entries', { entries, reason: '手工登记' });
  const own = lines.get('KT1-S')!.at(-1)!;
  const correction = { device: 'KT1-S', seq: own['seq'], ts: own['ts'], as: 'value', value: 1_400 };
  await post('canteens/KT1/corrections', { ...correction, reason: '重新称过' });
  const noted = await product.api(`/api/v1/canteens/KT1/notes/${yesterday}/LUNCH`, {
    method: 'PUT',
    json: { text: '红烧肉、清炒菜心' },
  });
  expect(noted.status).toBeLessThan(300);
  const fetches = [{ date: yesterday, kg: 12.5, collector: '城环清运' }];
  await post('canteens/KT1/fetches', { fetches, reason: '收运台账' });

  // A plan is drawn for this year or the next.
  const year = Number(date(today).slice(0, 4));
  const quarter = `${year}Q${Math.floor((Number(date(today).slice(5, 7)) - 1) / 3) + 1}`;
  await post(`spot-check-plans/${year}`, { seed: `抽查-${year}` });
  const { id: evaluation } = await post('evaluations', { canteen: 'KT1', kind: 'self', quarter });
  const subject = { kind: 'canteen', id: 'KT3' };
  const notice = {
    subject,
    title: '餐余未称重',
    text: '请恢复称重',
    deadline: date(today + 10 * day),
    attachments: [],
  };
  const { id: matter } = await post('matters', notice);
  const { id: bulletin } = await post('bulletins', { quarter });
  const words = [
    '手工登记',
    '重新称过',
    '红烧肉、清炒菜心',
    '城环清运',
    '收运台账',
    `抽查-${year}`,
    '餐余未称重',
    '请恢复称重',
  ];
  return { evaluation, matter, bulletin, year, words };
}
