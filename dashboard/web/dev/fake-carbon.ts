import { Router } from 'express';
import type { CarbonMethod, Scope } from '../../../domain/carbon/account.ts';
import type { EnergyKind } from '../../../domain/carbon/factor.ts';
import type {
  WireCarbon,
  WireCarbonMonth,
  WireCarbonTrace,
  WireFactor,
  WireWedge,
} from '../../../domain/wire-carbon.ts';
import { fakeCarbonBook } from './fake-carbon-book.ts';
import { fakeFactors } from './fake-carbon-factors.ts';
import { fakeBudget, fakeRanking, institutions } from './fake-carbon-quotas.ts';
import { fakeApplicants, fakeScheme } from './fake-carbon-schemes.ts';

/** An invented city's emissions: eleven institutions, a straight path to 2030 that is missed a little. */
const day = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
const past = [10_420, 10_610, 10_180, 9_960, 9_690, 9_400];
const power = [525, 462, 495, 533, 557, 670, 812, 836, 706, 546, 315];
const heat = [150, 130, 81, 0, 0, 0, 0, 0, 0, 0, 90];
const gas = [152, 138, 118, 92, 82, 76, 74, 74, 80, 96, 142];
const cars = [20, 18, 21, 20, 20, 20, 20, 19, 21, 20, 20];
const paths = [820, 735, 715, 660, 662, 748, 862, 878, 768, 652, 750, 770];
const perKwh: Readonly<Record<CarbonMethod, number>> = { location: 0.5153, national: 0.5306, market: 0.6096 };
const known = { estimated: 0, coverage: 0.994 };

interface Line {
  readonly scope: Scope;
  readonly carrier: EnergyKind;
  readonly use: 'site' | 'vehicle';
  readonly unit: string;
  readonly tonnes: readonly number[];
  readonly perUnit: number;
  readonly factor: string;
}

function linesOf(method: CarbonMethod, share: number): readonly Line[] {
  const k = perKwh[method];
  const part = (all: readonly number[]) => all.map((t) => t * share);
  const column = { location: 'province-zhejiang-2022', national: 'national-2023', market: 'residual-2023' }[method];
  const bought = part(power).map((t) => (t / perKwh.location) * k * (method === 'market' ? 0.85 : 1));
  return [
    {
      scope: 2,
      carrier: 'electricity',
      use: 'site',
      unit: 'kWh',
      tonnes: bought,
      perUnit: k,
      factor: `electricity-${column}`,
    },
    { scope: 2, carrier: 'heat', use: 'site', unit: 'GJ', tonnes: part(heat), perUnit: 110, factor: 'heat-default' },
    { scope: 1, carrier: 'gas', use: 'site', unit: 'm3', tonnes: part(gas), perUnit: 2.162, factor: 'gas-default' },
    {
      scope: 1,
      carrier: 'gasoline',
      use: 'vehicle',
      unit: 'L',
      tonnes: part(cars),
      perUnit: 2.135,
      factor: 'gasoline-default',
    },
  ];
}
const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);

function wedge(
  id: string | null,
  name: string | null,
  source: WireWedge['source'],
  state: WireWedge['state'],
  by: readonly number[],
  share: number,
): WireWedge {
  const last = by.at(-1)! * share;
  return {
    ...{
      id,
      name,
      source,
      state,
      startsOn: '2026-07-01',
      tonnesPerYear: last,
      confidence: state === 'none' ? null : 0.9,
    },
    years: by.map((t, i) => ({ year: 2026 + i, tonnes: t * share })),
  };
}

export function fakeAccount(
  kind: WireCarbon['place']['kind'],
  id: string,
  method: CarbonMethod,
  asked: number | null,
  empty: boolean,
): WireCarbon {
  const today = day(Date.now());
  const running = Number(today.slice(0, 4));
  const year = asked ?? running;
  const found = institutions.find((one) => one.id === id);
  const share = kind === 'city' ? 1 : kind === 'region' ? 0.34 : (found?.tco2e ?? 0) / 9_000;
  const noTarget = found?.noTarget ?? false;
  const open = year >= running;
  const lines = linesOf(method, share);
  const factors: readonly WireFactor[] = fakeFactors
    .filter(
      (one) =>
        lines.some(({ factor }) => factor === one.id) ||
        one.id.startsWith('electricity-national') ||
        one.id.startsWith('electricity-residual'),
    )
    .map((one) => ({ ...one, row: null, lagYears: one.dataYear === null ? 0 : year - one.dataYear }));
  const month = (i: number) => `${year}-${String(i + 1).padStart(2, '0')}`;
  const months: WireCarbonMonth[] = Array.from({ length: 12 }, (_, i) => {
    const gone = open ? i < 11 : true;
    const carriers = lines.flatMap(({ scope, carrier, use, tonnes }) => {
      const t = tonnes[Math.min(i, 10)]!;
      return !gone || t === 0 ? [] : [{ scope, carrier, use, tco2e: t, ...known }];
    });
    return {
      ...{ month: month(i), carriers, partial: open && i === 10, path: noTarget ? null : paths[i]! * share },
      scopes: ([1, 2] as const).map((scope) => ({
        scope,
        tco2e: sum(carriers.filter((c) => c.scope === scope).map((c) => c.tco2e)),
        ...known,
      })),
      tco2e: gone ? sum(carriers.map((c) => c.tco2e)) : null,
    };
  });
  const total = sum(months.map(({ tco2e }) => tco2e ?? 0));
  const carriers = lines.map(({ scope, carrier, use, unit, tonnes, perUnit, factor }) => {
    const t = sum(tonnes);
    return {
      ...{
        scope,
        carrier,
        use,
        unit,
        tco2e: t,
        ...known,
        quantity: (t * 1000) / perUnit,
        certifiedKwh: method === 'market' && carrier === 'electricity' ? 1_860_000 * share : 0,
      },
      factors: [{ id: factor, quantity: (t * 1000) / perUnit, tco2e: t }],
    };
  });
  const others = total - sum(lines[0]!.tonnes);
  const bought = (sum(power) * share * 1000) / perKwh.location;
  const wedges = [
    wedge('contract:C-1', '滨江办公区能源费用托管', 'contract', 'signed', [0, 30, 95, 165, 230], share),
    wedge('contract:C-2', '市图书馆节能量保证', 'contract', 'signed', [0, 30, 95, 165, 200], share),
    wedge('2', '屋顶光伏 1.2 MW', 'own', 'approved', [0, 0, 120, 230, 290], share),
    wedge('3', '空调调适与夜间停机', 'own', 'running', [0, 80, 150, 190, 210], share),
    wedge('4', '食堂灶具电气化', 'own', 'proposed', [0, 0, 20, 60, 90], share),
    wedge('5', '公务车新能源化', 'own', 'proposed', [0, 10, 25, 45, 60], share),
    wedge(null, null, 'gap', 'none', [0, 0, 0, 50, 100], share),
  ];
  const without = [9_190, 9_040, 8_900, 8_780, 8_680];
  const bands = [70, 210, 320, 425, 520];
  const target = [9_400, 9_020, 8_640, 8_260, 7_880, 7_500];
  const off = (y: number, settledOnly: boolean) =>
    sum(
      wedges
        .filter((one) => one.source !== 'gap' && (!settledOnly || one.state !== 'proposed'))
        .map((one) => one.years[y]!.tonnes),
    );
  const place = kind === 'city' ? '温州市' : (found?.name ?? (kind === 'region' ? '鹿城区' : id));
  const none = empty || (found !== undefined && found.tco2e === 0);
  const pathToDate = sum(paths.slice(0, 10)) + paths[10]! * 0.73;
  return {
    ...{
      place: { kind, id, name: place },
      institution: kind === 'institution' ? id : null,
      year,
      method,
      unit: 'tCO2e',
    },
    ...{ asOf: null, timezone: 'Asia/Shanghai', until: none ? null : open ? today : `${year}-12-31`, demo: true },
    ...{ tco2e: none ? null : total, estimated: total * 0.012, coverage: none ? 0 : 0.994 },
    scopes: ([1, 2] as const).map((scope) => ({
      scope,
      tco2e: sum(carriers.filter((c) => c.scope === scope).map((c) => c.tco2e)),
      ...known,
    })),
    ...{ carriers: none ? [] : carriers, months: none ? [] : months },
    methods: (['location', 'market', 'national'] as const).map((one) => {
      const t = ((bought - (one === 'market' ? 1_860_000 * share : 0)) * perKwh[one]) / 1000;
      return {
        ...{
          method: one,
          total: { tco2e: others + t, ...known },
          electricity: { tco2e: t, ...known },
          purchasedKwh: bought,
        },
        ...{ certifiedKwh: one === 'market' ? 1_860_000 * share : 0, factors: [linesOf(one, 1)[0]!.factor] },
      };
    }),
    factors: none ? [] : factors,
    lastYear: { tco2e: 9_400 * share, sameDays: 8_402 * share, changePct: -2.24 },
    years: none
      ? []
      : [
          ...past.map((t, i) => ({
            year: 2020 + i,
            tco2e: t * share,
            coverage: i === 0 ? 0.82 : 0.99,
            complete: i > 0,
          })),
          { year: running, tco2e: total, coverage: 0.994, complete: false },
        ],
    intensities: {
      floorAreaM2: 258_000 * share,
      people: 6_400 * share,
      kgPerM2: 31.6,
      tPerPerson: 1.27,
      kgcePerM2: 11.2,
      kgcePerPerson: 451,
      kwhPerM2: 48.3,
    },
    standardCoal: { calorific: 2_890 * share, equivalent: null },
    pv: { generatedKwh: 1_110_000 * share, selfUsedKwh: 1_024_000 * share, exportedKwh: 86_000 * share },
    certificates: { appliedMwh: 1_900 * share, usableMwh: 1_860 * share },
    notCounted: none
      ? []
      : [{ code: 'metered-already', carrier: 'gas', quantity: 1_240 * share, unit: 'm3', entry: 12 }],
    target:
      noTarget || none
        ? null
        : {
            ...{
              institution: kind === 'institution' ? id : null,
              baseYear: 2025,
              baseTco2e: 9_400 * share,
              targetYear: 2030,
              targetTco2e: 7_500 * share,
            },
            ...{
              kind: found?.path ?? 'straight',
              ratePct: found?.path === 'science-based' ? 4.2 : null,
              baseFloorAreaM2: 258_000 * share,
              basePeople: 6_400 * share,
            },
            path: target.map((t, i) => ({
              year: 2025 + i,
              tco2e: (found?.path === 'stepped' ? target[i - (i % 2)]! : t) * share,
            })),
          },
    forecast:
      open && !none
        ? {
            tco2e: 9_190 * share,
            low: 9_120 * share,
            high: 9_260 * share,
            confidencePct: 90,
            probability: noTarget ? null : 0.004,
            basis: 'same-months',
          }
        : null,
    path: noTarget || none ? null : { year: 9_020 * share, toDate: pathToDate * share },
    outlook:
      noTarget || none
        ? null
        : {
            years: without.map((t, i) => ({
              ...{ year: 2026 + i, without: t * share, low: (t - bands[i]!) * share, high: (t + bands[i]!) * share },
              ...{ settled: t * share - off(i, true), all: t * share - off(i, false), path: target[i + 1]! * share },
            })),
            wedges,
            ...{
              gapWithout: 1_180 * share,
              gapSettled: 250 * share,
              gapAll: 100 * share,
              probabilitySettled: 0.21,
              probabilityAll: 0.38,
            },
          },
    verdict: noTarget || none ? 'cannot-tell' : open ? 'not-met' : 'met',
    phase: open ? 'open' : 'closed',
    reasons: none
      ? [{ code: 'no-data' }]
      : noTarget
        ? [{ code: 'no-target' }]
        : [{ code: 'over-path', values: { tco2e: 164 } }, { code: 'year-open' }],
    reports: [],
  };
}

function fakeTrace(
  account: WireCarbon,
  carrier: string | null,
  use: string | null,
  month: string | null,
): WireCarbonTrace {
  const own =
    account.place.kind === 'institution'
      ? institutions.filter(({ id }) => id === account.place.id)
      : institutions.filter(({ tco2e }) => tco2e > 0);
  const whole = sum(own.map(({ tco2e }) => tco2e)) || 1;
  const lines = account.months
    .filter((one) => (month === null || one.month === month) && one.carriers.length > 0)
    .flatMap((one) =>
      one.carriers
        .filter((c) => (carrier === null || c.carrier === carrier) && (use === null || c.use === use))
        .flatMap((c) => {
          const of = account.carriers.find((x) => x.carrier === c.carrier && x.use === c.use)!;
          const factor = account.factors.find(({ id }) => id === of.factors[0]!.id);
          const perUnit = ((of.tco2e ?? 0) * 1000) / (of.quantity ?? 1);
          return own.map((inst, i) => {
            const kg = Math.round(((c.tco2e ?? 0) * 1e6 * inst.tco2e) / whole) / 1000;
            return {
              ...{
                institution: inst.id,
                institutionName: inst.name,
                building: `B-${i + 1}`,
                buildingName: `${inst.name}主楼`,
                month: one.month,
              },
              ...{
                meter:
                  c.use === 'vehicle'
                    ? null
                    : `${c.carrier === 'electricity' ? 'E' : c.carrier === 'gas' ? 'G' : 'H'}-0${101 + i}`,
                entry: c.use === 'vehicle' ? 7 + i : null,
              },
              ...{
                quantity: kg / perUnit,
                unit: of.unit,
                estimated: i === 2 ? (kg / perUnit) * 0.1 : 0,
                coverage: i === 3 ? 0.91 : 1,
                certified: 0,
              },
              ...{ factor: factor?.id ?? null, value: factor?.value ?? null, kg },
            };
          });
        }),
    );
  return {
    lines,
    rules: [{ code: 'main-meters' }, { code: 'bought-power' }, { code: 'factor-lag', values: { years: 4 } }],
    tco2e: Math.round(sum(lines.map(({ kg }) => kg ?? 0)) * 1000) / 1e6,
  };
}

/** Answers of `/api/v1/carbon`, `/api/v1/institutions/{id}/…` and `/api/v1/schemes`. */
export function fakeCarbon(options: { readonly empty: boolean }): Router {
  const router = Router();
  const book = fakeCarbonBook();
  const asked = (q: Record<string, unknown>) => ({
    method: (['location', 'market', 'national'] as const).find((one) => one === q.method) ?? 'location',
    year: q.year === undefined ? null : Number(q.year),
  });
  router.use(book.router);
  router.get('/carbon/ranking', (req, res) => void res.json(fakeRanking(String(req.query.indicator), options.empty)));
  router.get('/schemes', (_req, res) => void res.json({ items: [fakeScheme] }));
  router.get('/schemes/:id/applicants', (_req, res) => void res.json({ items: options.empty ? [] : fakeApplicants() }));
  router.get('/institutions/:id/budget', (req, res) => void res.json(fakeBudget(req.params.id, day(Date.now()))));
  router.get('/institutions/:id/target', (req, res) => {
    res.json(
      book.targets.get(req.params.id) ??
        fakeAccount('institution', req.params.id, 'location', null, options.empty).target,
    );
  });
  router.get(
    '/institutions',
    (_req, res) => void res.json({ items: institutions.map(({ id, name }) => ({ id, name })), next: null }),
  );
  router.get('/carbon/:kind/:id', (req, res) => {
    const { method, year } = asked(req.query);
    const kind = req.params.kind as WireCarbon['place']['kind'];
    if (kind === 'institution' && !institutions.some(({ id }) => id === req.params.id))
      return void res.status(404).json({ type: 'about:blank', title: 'Not found', status: 404, code: 'not-found' });
    const account = fakeAccount(kind, req.params.id, method, year, options.empty);
    res.json({ ...account, reports: book.reports.filter((one) => one.year === account.year) });
  });
  router.get('/carbon/:kind/:id/trace', (req, res) => {
    const { method, year } = asked(req.query);
    const account = fakeAccount(
      req.params.kind as WireCarbon['place']['kind'],
      req.params.id,
      method,
      year,
      options.empty,
    );
    const text = (name: string) => (typeof req.query[name] === 'string' ? String(req.query[name]) : null);
    res.json(fakeTrace(account, text('carrier'), text('use'), text('month')));
  });
  return router;
}
