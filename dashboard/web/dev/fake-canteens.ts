import { Router } from 'express';
import { meals, streams, type Meal, type Stream } from '../../../domain/canteen/types.ts';
import type {
  CanteenSignal,
  WireBoard,
  WireBoardRow,
  WireCanteen,
  WireComparison,
  WireLeague,
  WireMean,
} from '../../../domain/wire-canteens.ts';

/** Invented canteens: most as usual, two far above, three silent, two too small, one whose scale drifts, one stuck. */
const counties = ['市本级 14', '鹿城区 9', '龙湾区 8', '瓯海区 8', '瑞安市 9', '乐清市 8', '文成县 5', '泰顺县 5'];
const kinds = [
  '机关',
  '公安',
  '法院',
  '税务',
  '教育',
  '医院',
  '财政',
  '档案馆',
  '党校',
  '图书馆',
  '检察院',
  '市民中心',
];
const modes = ['buffet', 'set', 'weighed', 'a-la-carte'] as const;
const normOf: Readonly<Record<Stream, number>> = {
  PLATE_WASTE: 39.4,
  UNSOLD_DISCARD: 11.2,
  PREP_WASTE: 52,
  TRIM_USED: 18,
};
const wave = (i: number, k: number) => Math.sin(i * 12.9898 * k + 78.233) * 0.6 + Math.sin(i * 0.73 * k + k) * 0.4;
const iso = (at: number) => new Date(at + 8 * 3_600_000).toISOString().replace('Z', '+08:00');
const dateOf = (at: number) => iso(at).slice(0, 10);

interface Fake extends WireCanteen {
  readonly people: number;
  readonly usual: number;
  readonly odd: CanteenSignal | null;
}

export function fakeCanteenList(count: number): readonly Fake[] {
  const slots = counties.flatMap((text) => {
    const [name, of] = text.split(' ');
    return Array.from({ length: Number(of) }, (_, i) => ({ region: name!, name: kinds[i % kinds.length]! }));
  });
  const odd: Readonly<Record<number, CanteenSignal>> = {
    ...{ 4: 'silent', 8: 'insufficient-data', 17: 'scale-drifts', 23: 'far-above-norm', 31: 'silent' },
    ...{ 40: 'scale-stuck', 48: 'far-above-norm', 52: 'closed', 57: 'silent', 65: 'insufficient-data' },
  };
  return Array.from({ length: count }, (_, i) => {
    const { region, name } = slots[i % slots.length]!;
    const few = odd[i] === 'insufficient-data';
    return {
      id: `CT${String(i + 1).padStart(3, '0')}`,
      name: `${region.replace(/[区县市]$/, '')}${name}${i >= slots.length ? ` ${Math.floor(i / slots.length) + 1} ` : ''}食堂`,
      institution: `I-${i}`,
      institutionName: `${region}${name}`,
      region: `R-${region}`,
      regionName: region,
      operatingMode: i % 3 === 0 ? 'outsourced' : 'self',
      supplyMode: modes[Math.floor(Math.abs(wave(i, 3)) * 4) % 4]!,
      seats: 60 + i,
      scales: [`CT${i}-S1`],
      counters: [`CT${i}-C1`],
      meters: [],
      demo: true,
      people: few ? 11 : Math.round(70 + 420 * Math.abs(wave(i, 1.3)) ** 1.6),
      usual: 1 + wave(i, 2.1) * 0.22,
      odd: odd[i] ?? null,
    };
  });
}

function serving(now: number, meal: Meal) {
  const shift = { BREAKFAST: -4.5, LUNCH: 0, DINNER: 5.7, NIGHT: 9 }[meal] * 3_600_000;
  const [from, to] = [now - 70 * 60_000 + shift, now + 30 * 60_000 + shift];
  return { from: iso(from), to: iso(to), running: from <= now && now <= to };
}
const mean = (gramsPerMeal: number, plusMinus: number, personMeals: number, days: number): WireMean => ({
  ...{ gramsPerMeal, plusMinus, personMeals, days },
});
const readMeal = (text: unknown): Meal => meals.find((one) => one === text) ?? 'LUNCH';
const readStream = (text: unknown): Stream => streams.find((one) => one === text) ?? 'PLATE_WASTE';

function boardRow(one: Fake, i: number, meal: Meal, stream: Stream, now: number): WireBoardRow {
  const begun = Date.parse(serving(now, meal).from) <= now;
  const usual = normOf[stream] * one.usual;
  const factor = one.odd === 'far-above-norm' ? 1.48 : 0.94 + wave(i, 1.1) * 0.09 + Math.sin(now / 60_000 + i) * 0.004;
  const state = !begun
    ? 'insufficient-data'
    : one.odd === 'scale-drifts' || one.odd === 'scale-stuck'
      ? 'doubtful'
      : one.odd === 'silent' || one.odd === 'insufficient-data' || one.odd === 'closed'
        ? 'insufficient-data'
        : 'ok';
  const people = !begun || one.odd === 'closed' ? 0 : Math.round(one.people * 0.74);
  const gramsPerMeal = state === 'insufficient-data' ? null : usual * factor;
  return {
    ...{ id: one.id, name: one.name, region: one.region, regionName: one.regionName },
    ...{ operatingMode: one.operatingMode, supplyMode: one.supplyMode, personMeals: people, gramsPerMeal, state },
    grams: gramsPerMeal === null ? null : gramsPerMeal * people,
    reasons: one.odd === 'insufficient-data' ? ['few-person-meals'] : one.odd === 'silent' ? ['not-weighed'] : [],
    signals: begun && one.odd ? [one.odd] : [],
    norm: one.odd === 'insufficient-data' ? null : mean(usual, usual * 0.07, one.people * 19, 19),
    lastEventAt: gramsPerMeal === null ? null : iso(now - Math.round(Math.abs(wave(i, 5)) * 90_000)),
    manual: i === 12,
    demo: true,
  };
}

export function fakeBoard(list: readonly Fake[], meal: Meal, stream: Stream, now: number): WireBoard {
  const rows = list.map((one, i) => boardRow(one, i, meal, stream, now));
  const counted = rows.filter(({ state }) => state === 'ok');
  const [grams, people] = [
    counted.reduce((s, row) => s + row.grams!, 0),
    counted.reduce((s, row) => s + row.personMeals, 0),
  ];
  const spread = (stream === 'PLATE_WASTE' ? 0.6 : 0.4) * Math.sqrt(66 / Math.max(1, counted.length));
  return {
    ...{ date: dateOf(now), meal, stream, serving: serving(now, meal), rows },
    city: {
      now: counted.length === 0 ? null : mean(grams / people, spread, people, 1),
      norm: list.length === 0 ? null : mean(normOf[stream], 0.3, people * 20, 20),
      ...{ grams, personMeals: people, counted: counted.length, of: rows.length },
      targetG: stream === 'PLATE_WASTE' && meal === 'LUNCH' ? 36 : null,
      lastEventAt: counted.length === 0 ? null : iso(now - 2_000),
    },
  };
}

export function fakeLeague(list: readonly Fake[], meal: Meal, stream: Stream, now: number): WireLeague {
  const city = normOf[stream];
  const rows = list.map((one): WireLeague['rows'][number] => {
    const reason =
      one.odd === 'silent'
        ? 'insufficient-data'
        : one.odd === 'scale-drifts' || one.odd === 'scale-stuck'
          ? 'doubtful'
          : null;
    const wide = (city * 0.9) / Math.sqrt(one.people / 6);
    const kept = (city * city * 0.05) / (city * city * 0.05 + wide * wide);
    const raw = city * (one.usual + (one.odd === 'far-above-norm' ? 0.3 : 0));
    const estimate = city + kept * (raw - city);
    const half = Math.sqrt(kept) * wide;
    const comparison: WireComparison =
      reason !== null
        ? 'cannot-tell'
        : estimate - half > city
          ? 'more'
          : estimate + half < city
            ? 'less'
            : 'no-difference';
    return {
      ...{ id: one.id, name: one.name, regionName: one.regionName, comparison, reason },
      ...{ operatingMode: one.operatingMode, supplyMode: one.supplyMode, few: one.people * 20 < 400 },
      raw: one.odd === 'silent' ? null : mean(raw, wide, one.people * 20, 19),
      estimate: reason === null ? { gramsPerMeal: estimate, low: estimate - half, high: estimate + half } : null,
      peers: { gramsPerMeal: city, canteens: 9 },
    };
  });
  rows.sort((a, b) => (a.estimate?.gramsPerMeal ?? Infinity) - (b.estimate?.gramsPerMeal ?? Infinity));
  return {
    ...{ from: dateOf(now - 28 * 86_400_000), to: dateOf(now), meal, stream, confidence: 0.9 },
    ...{ city: mean(city, 0.3, 120_000, 20), targetG: stream === 'PLATE_WASTE' && meal === 'LUNCH' ? 36 : null, rows },
  };
}

export function fakeCanteens(list: readonly Fake[]): Router {
  const router = Router();
  router.get('/', (_req, res) => void res.json({ items: list, next: null }));
  router.get(
    '/board',
    ({ query }, res) => void res.json(fakeBoard(list, readMeal(query.meal), readStream(query.stream), Date.now())),
  );
  router.get(
    '/league',
    ({ query }, res) => void res.json(fakeLeague(list, readMeal(query.meal), readStream(query.stream), Date.now())),
  );
  return router;
}
