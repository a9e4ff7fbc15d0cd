/** One canteen at a meal that began 70 minutes ago, for the stand-in server: `/api/v1/canteens/…`. */
import { Router } from 'express';
import { meals, streams, type Meal, type Stream } from '../../../domain/canteen/types.ts';
import type {
  WireCanteenDay,
  WireCanteenEvent,
  WireCorrection,
  WireEntry,
  WireMeal,
  WireTrend,
} from '../../../domain/wire-canteens.ts';

const zoneMs = 8 * 3_600_000;
const dayMs = 86_400_000;
const iso = (at: number) => new Date(at + zoneMs).toISOString().replace('Z', '+08:00');
const dateOf = (at: number) => iso(at).slice(0, 10);
/** Repeatable noise, −1…1. */
const noise = (n: number) => (((Math.sin(n * 12.9898) * 43758.5453) % 1) + 1) % 1;
const usualG: Record<Stream, number> = { PLATE_WASTE: 40, UNSOLD_DISCARD: 14, PREP_WASTE: 52, TRIM_USED: 21 };

export function fakeCanteen(): Router {
  const router = Router();
  const began = Date.now() - 70 * 60_000;
  const corrections: WireCorrection[] = [];
  const entries: WireEntry[] = [];
  const notes = new Map<string, WireCanteenDay['note']>();
  const who = '王敏';

  const canteen = (id: string): WireCanteenDay['canteen'] => ({
    id,
    name: id === 'CT066' ? '泰顺县公安局食堂' : '龙湾区机关食堂',
    institution: 'I-12',
    institutionName: '龙湾区机关事务中心',
    region: 'longwan',
    regionName: '龙湾区',
    operatingMode: 'self',
    supplyMode: 'buffet',
    seats: 420,
    scales: id === 'CT066' ? [] : [`${id}-S1`, `${id}-S2`, `${id}-S3`, `${id}-S4`],
    counters: id === 'CT066' ? [] : [`${id}-C1`],
    meters: ['E-0412', 'W-0188'],
    demo: true,
  });

  /** As received, of a day: its lunch only. */
  function received(id: string, date: string): WireCanteenEvent[] {
    if (id === 'CT066') return [];
    const start = date === dateOf(Date.now()) ? began : Date.parse(`${date}T11:10:00+08:00`);
    const found: WireCanteenEvent[] = [];
    for (let i = 0; i < 36; i++) {
      const ts = start + (4 + i * 2.6) * 60_000;
      if (ts > Date.now()) break;
      const people = Math.round(18 - Math.abs(i - 14) * 0.7 + noise(i) * 4);
      const base = {
        device: `${id}-C1`,
        seq: 4000 + i,
        ts: iso(ts),
        receivedAt: iso(ts + 900),
        meal: 'LUNCH' as const,
      };
      const none = { stream: null, netG: null, grossG: null, tareG: null, findings: [], correction: null };
      if (people > 0) found.push({ type: 'meals', ...base, personMeals: people, counts: people, ...none });
      if (i % 2 === 1) {
        const over = i === 17;
        const netG = over ? 96_400 : Math.round((900 + i * 52 + noise(i * 3) * 700) * 1.5);
        const tareG = 4_200 + (i > 24 ? 180 : 0);
        found.push({
          type: 'weighing',
          device: `${id}-S1`,
          seq: 10_200 + i,
          ts: iso(ts + 30_000),
          receivedAt: iso(ts + (i === 9 ? 1_500_000 : 31_000)),
          meal: 'LUNCH',
          stream: 'PLATE_WASTE',
          netG,
          grossG: netG + tareG,
          tareG,
          personMeals: null,
          counts: over ? null : netG,
          findings: over
            ? [{ rule: 'over-container', effect: 'excluded', evidence: { netG, containerG: 60_000 } }]
            : i === 25
              ? [{ rule: 'tare-changed', effect: 'noted', evidence: { tareG, beforeG: 4_200 } }]
              : [],
          correction: null,
        });
      }
      if (i % 9 === 4)
        for (const stream of ['PREP_WASTE', 'TRIM_USED'] as const) {
          const netG = Math.round(usualG[stream] * 95);
          found.push({
            ...{ type: 'weighing', device: `${id}-S2`, seq: 20_000 + i + (stream === 'TRIM_USED' ? 500 : 0) },
            ...{ ts: iso(ts), receivedAt: iso(ts + 800), meal: 'LUNCH', stream, netG, grossG: netG + 3_000 },
            ...{ tareG: 3_000, personMeals: null, counts: netG, findings: [], correction: null },
          });
        }
    }
    return found.sort((a, b) => a.ts.localeCompare(b.ts));
  }
  /** With what people said. */
  function events(id: string, date: string): WireCanteenEvent[] {
    return received(id, date).map((event) => {
      const correction = corrections.findLast((one) => one.device === event.device && one.seq === event.seq) ?? null;
      const said = correction?.undone ? null : correction;
      const own = event.netG ?? event.personMeals ?? 0;
      const counts =
        said === null ? event.counts : said.as === 'ignored' ? null : said.as === 'value' ? said.value : own;
      return { ...event, counts, correction };
    });
  }

  function mealOf(id: string, date: string, meal: Meal): WireMeal {
    const own = events(id, date).filter((event) => event.meal === meal);
    const by = entries.filter((entry) => entry.date === date && entry.meal === meal && entry.undone === null);
    const entered = (what: WireEntry['what']) =>
      by.filter((entry) => entry.what === what).reduce((sum, { value }) => sum + value, 0);
    const personMeals =
      own.reduce((sum, event) => sum + (event.type === 'meals' ? (event.counts ?? 0) : 0), 0) + entered('PERSON_MEALS');
    const few = personMeals < 20;
    const figures = streams.flatMap((stream) => {
      const weighed = own.filter((event) => event.stream === stream);
      const grams = weighed.reduce((sum, event) => sum + (event.counts ?? 0), 0) + entered(stream);
      const corrected = weighed.some(({ correction }) => correction && !correction.undone && correction.as !== 'kept');
      const manual = entered(stream) > 0 || corrected;
      const figure = { grams, gramsPerMeal: few ? null : grams / personMeals, weighings: weighed.length, manual };
      return grams === 0 ? [] : [[stream, figure] as const];
    });
    const doubtful = own.some((event) => event.counts === null && event.correction === null);
    const noWaste = !figures.some(([stream]) => stream === 'PLATE_WASTE');
    return {
      date,
      meal,
      personMeals,
      streams: Object.fromEntries(figures),
      state: few || noWaste ? 'insufficient-data' : doubtful ? 'doubtful' : 'ok',
      reasons: few
        ? personMeals === 0
          ? ['no-counts']
          : ['few-person-meals']
        : noWaste
          ? ['not-weighed']
          : doubtful
            ? ['over-container']
            : [],
      manual: by.length > 0 || figures.some(([, { manual }]) => manual),
      running: meal === 'LUNCH' && date === dateOf(Date.now()),
      trimmingsUsedPct: figures.some(([stream]) => stream === 'TRIM_USED') ? 28.8 : null,
      wasteRatePct: entered('COOKED') > 0 ? 11.4 : null,
    };
  }

  function day(id: string, date: string, meal: Meal, stream: Stream): WireCanteenDay {
    const own = events(id, date).filter((event) => event.meal === meal);
    let [grams, people] = [0, 0];
    const rhythm = own
      .filter((event) => event.type === 'meals' || event.stream === stream)
      .map((event) => {
        if (event.type === 'meals') people += event.counts ?? 0;
        else grams += event.counts ?? 0;
        return { at: event.ts, grams, personMeals: people, gramsPerMeal: people < 20 ? null : grams / people };
      });
    const from = meal === 'LUNCH' && date === dateOf(Date.now()) ? began : Date.parse(`${date}T11:10:00+08:00`);
    const mean = (gramsPerMeal: number, plusMinus: number, days: number) => ({
      ...{ gramsPerMeal, plusMinus, days, personMeals: days * 380 },
    });
    const usual = usualG[stream];
    const figures = meals.map((one) => mealOf(id, date, one)).filter((one) => one.personMeals > 0 || one.manual);
    const known = figures.find((one) => one.meal === meal)?.state === 'ok';
    const has = id !== 'CT066';
    return {
      canteen: canteen(id),
      date,
      meal,
      stream,
      meals: figures,
      signals: meal === 'LUNCH' && has ? ['far-above-norm'] : [],
      norm: has ? mean(usual, usual * 0.05, 19) : null,
      peers: { ...mean(usual * 0.96, usual * 0.02, 19), canteens: 14, personMeals: 92_140 },
      city: { ...mean(usual * 0.985, usual * 0.012, 20), personMeals: 318_904 },
      comparison: {
        withNorm: known ? 'more' : 'cannot-tell',
        withPeers: known ? 'more' : 'cannot-tell',
        withCity: known ? 'no-difference' : 'cannot-tell',
      },
      rhythm,
      usual: has
        ? Array.from({ length: 51 }, (_, i) => {
            const mid = usual * (1 - Math.exp(-i / 9));
            const room = 4 + 5 * Math.exp(-i / 12);
            return { at: iso(from + i * 2 * 60_000), low: Math.max(0, mid - room), mid, high: mid + room };
          })
        : [],
      serving: { from: iso(from), to: iso(from + 100 * 60_000), running: date === dateOf(Date.now()) },
      note: notes.get(`${date} ${meal}`) ?? null,
      resources: { electricityKwh: 0.412, gasM3: null, waterL: 18.4 },
      changes: [
        {
          meal: 'LUNCH',
          stream: 'PLATE_WASTE',
          from: dateOf(Date.now() - 15 * dayMs),
          before: mean(36.2, 1.4, 20),
          after: mean(44.9, 2.1, 10),
          comparison: 'more',
        },
        {
          meal: 'LUNCH',
          stream: 'TRIM_USED',
          from: dateOf(Date.now() - 22 * dayMs),
          before: mean(17.1, 0.8, 20),
          after: mean(21.4, 0.9, 14),
          comparison: 'more',
        },
      ],
    };
  }

  router.get('/sorting', (_req, res) => {
    const items = Array.from({ length: 12 * 14 }, (_, i) => {
      const month = iso(Date.now() - Math.floor(i / 14) * 30.4 * dayMs).slice(0, 7);
      const n = (i % 14) + 1;
      const weighedKg = 420 + 260 * noise(i) + n * 9;
      const fetchedKg = n === 9 ? null : n === 4 ? weighedKg * 1.42 : weighedKg * (1 + 0.05 * (noise(i * 7) - 0.5));
      const differenceKg = fetchedKg === null ? null : weighedKg - fetchedKg;
      return {
        ...{ canteen: `CT${String(n).padStart(3, '0')}`, name: `第${n}食堂`, month, weighedKg, fetchedKg },
        ...{ fetches: fetchedKg === null ? 0 : 18, differenceKg, carbonKg: weighedKg * 2.5 },
        differencePct: differenceKg === null ? null : (100 * differenceKg) / fetchedKg!,
        state: fetchedKg === null ? 'cannot-tell' : n === 4 ? 'differs' : 'agrees',
      };
    });
    res.json({ factor: { kgPerKg: 2.5, source: 'FAO, Food wastage footprint (2013)' }, items });
  });
  router.get('/', (_req, res) => {
    const items = Array.from({ length: 14 }, (_, i) => ({
      ...canteen(`CT${String(i + 1).padStart(3, '0')}`),
      name: `第${i + 1}食堂`,
    }));
    res.json({ items, next: null });
  });
  router.get('/:id', (req, res) => {
    const q = req.query as Record<string, string>;
    const stream = (q.stream ?? 'PLATE_WASTE') as Stream;
    res.json(day(req.params.id, q.date ?? dateOf(Date.now()), (q.meal ?? 'LUNCH') as Meal, stream));
  });
  router.get('/:id/trend', (req, res) => {
    const q = req.query as Record<string, string>;
    const step = q.every === 'day' ? 1 : q.every === 'week' ? 7 : 30.44;
    const points: WireTrend['points'][number][] = [];
    for (let at = Date.parse(q.from!); at < Math.min(Date.now(), Date.parse(q.to!)); at += step * dayMs) {
      const n = Math.round(at / dayMs);
      const weekend = q.every === 'day' && [6, 0].includes(new Date(at).getUTCDay());
      if (weekend) continue;
      const level = usualG[q.stream as Stream] * (Date.now() - at < 15 * dayMs ? 1.12 : 0.9);
      const state = noise(n) > 0.95 ? 'doubtful' : noise(n) < 0.04 ? 'insufficient-data' : 'ok';
      points.push({
        date: dateOf(at),
        gramsPerMeal: state === 'insufficient-data' ? null : level * (1 + (noise(n * 3) - 0.5) * 0.22),
        grams: level * 380,
        personMeals: 380,
        days: Math.round(step),
        knownDays: state === 'insufficient-data' ? 0 : Math.round(step),
        state,
        note: n % 17 === 0 ? '红烧肉、清炒时蔬、番茄蛋汤' : null,
      });
    }
    res.json({ meal: q.meal, stream: q.stream, every: q.every, points });
  });
  router.get('/:id/events', (req, res) => {
    res.json({ items: events(req.params.id, String(req.query.date)) });
  });
  router.get('/:id/entries', (req, res) => {
    const { from, to } = req.query as Record<string, string>;
    res.json({ items: entries.filter(({ date }) => date >= from! && date < to!) });
  });
  router.post('/:id/entries', (req, res) => {
    const body = req.body as { entries: Pick<WireEntry, 'date' | 'meal' | 'what' | 'value'>[]; reason: string };
    const items = body.entries.map((one, i) => ({
      ...{ ...one, id: entries.length + i + 1, reason: body.reason, by: who, at: iso(Date.now()), undone: null },
    }));
    entries.push(...items);
    res.status(201).json({ items, replaced: [] });
  });
  router.post('/:id/corrections', (req, res) => {
    const body = req.body as WireCorrection;
    const made = { ...body, id: corrections.length + 1, value: body.value ?? null };
    corrections.push({ ...made, by: who, at: iso(Date.now()), undone: null });
    res.status(201).json(corrections.at(-1));
  });
  for (const [path, list] of [
    ['corrections', corrections],
    ['entries', entries],
  ] as const)
    router.post(`/:id/${path}/:n/undo`, (req, res) => {
      const at = list.findIndex((one) => one.id === Number(req.params.n));
      const undone = { by: who, at: iso(Date.now()), reason: String((req.body as { reason: string }).reason) };
      list[at] = { ...list[at]!, undone } as never;
      res.json(list[at]);
    });
  router.put('/:id/notes/:date/:meal', (req, res) => {
    const note = { text: String((req.body as { text: string }).text), by: who, at: iso(Date.now()) };
    notes.set(`${req.params.date} ${req.params.meal}`, note);
    res.json(note);
  });
  router.get('/:id/display', (req, res) => {
    const today = day(req.params.id, dateOf(Date.now()), 'LUNCH', 'PLATE_WASTE');
    const meal = today.meals.find((one) => one.meal === 'LUNCH');
    res.json({
      ...{ name: today.canteen.name, date: today.date, meal: 'LUNCH' },
      gramsPerMeal: meal?.streams.PLATE_WASTE?.gramsPerMeal ?? null,
      norm: today.norm?.gramsPerMeal ?? null,
      comparison: today.comparison.withNorm,
      state: meal?.state ?? 'insufficient-data',
      running: true,
    });
  });
  const fetched = [
    { id: 1, date: dateOf(Date.now() - dayMs), kg: 186, collector: '龙湾环卫', reason: '收运联单', by: who },
    { id: 2, date: dateOf(Date.now() - 2 * dayMs), kg: 204.5, collector: '龙湾环卫', reason: '收运联单', by: who },
  ];
  router.get('/:id/fetches', (_req, res) => {
    res.json({ items: fetched.map((one) => ({ ...one, at: iso(Date.now()), undone: null })) });
  });
  router.post('/:id/fetches', (_req, res) => void res.status(201).json({ items: [] }));
  return router;
}
