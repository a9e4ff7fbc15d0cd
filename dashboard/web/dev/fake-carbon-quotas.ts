import type { QuotaIndicator } from '../../../domain/quota/quota.ts';
import type { QuotaPosition, WireBudget, WireQuotaLevel, WireRanked, WireRanking } from '../../../domain/wire-quota.ts';

interface FakeInstitution {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly value: number | null;
  readonly levels: readonly [number, number, number] | null;
  readonly tco2e: number;
  readonly path?: 'straight' | 'stepped' | 'science-based';
  readonly noTarget?: boolean;
}
const row = (
  id: string,
  name: string,
  kind: string,
  value: number | null,
  levels: FakeInstitution['levels'],
  tco2e: number,
  more: Partial<FakeInstitution> = {},
): FakeInstitution => ({ id, name, kind, value, levels, tco2e, ...more });
const office = [10.5, 8.6, 7] as const;
export const institutions: readonly FakeInstitution[] = [
  row('I-01', '市第三人民医院', 'health', 36.8, [34, 29.5, 25], 3_168, { path: 'stepped' }),
  row('I-02', '市图书馆', 'culture', 15.2, [14.5, 12, 10], 864),
  row('I-03', '滨江办公区', 'office', 9.9, office, 1_012),
  row('I-04', '市档案馆', 'culture', 11.9, [13, 11, 9.2], 318),
  row('I-05', '市公安局', 'office', 9.4, office, 540, { path: 'science-based' }),
  row('I-06', '市检察院', 'office', 8.8, office, 174),
  row('I-07', '市委党校', 'education', 7.4, [9, 7.6, 6.2], 402),
  row('I-08', '市民中心', 'office', 7.9, office, 1_186),
  row('I-09', '市法院', 'office', 7.2, office, 233, { noTarget: true }),
  row('I-10', '市税务局', 'office', 6.6, office, 286),
  row('I-11', '市广电中心', 'culture', null, [14.5, 12, 10], 241),
  row('I-12', '市体育中心', 'sports', 21.4, null, 388),
];

const levels = ([a, b, c]: readonly [number, number, number]): readonly WireQuotaLevel[] =>
  (
    [
      ['constraint', a],
      ['reference', b],
      ['guide', c],
    ] as const
  ).map(([kind, value]) => ({ kind, value, standard: '示例定额', clause: '表 1', confidence: 'example' }));

export function fakeRanking(indicator: string, empty: boolean): WireRanking {
  const year = new Date().getFullYear();
  const items = institutions
    .map((one): WireRanked => {
      const share = one.value === null || one.levels === null ? null : one.value / one.levels[0];
      const at = one.levels === null || one.value === null ? 4 : one.levels.findIndex((limit) => one.value! > limit);
      const position =
        ([...(['above-constraint', 'constraint-reference', 'reference-guide'] as const)] as QuotaPosition[])[at] ??
        (share === null ? null : 'below-guide');
      const nextChangePct =
        position === null
          ? null
          : ({ 'above-constraint': -4, 'constraint-reference': -2, 'reference-guide': 0 }[
              position as 'above-constraint'
            ] ?? 2);
      const alike = institutions
        .filter((other) => other.kind === one.kind && other.id !== one.id && other.value !== null)
        .slice(0, 4);
      const mean = alike.length === 0 ? null : alike.reduce((a, b) => a + b.value!, 0) / alike.length;
      return {
        ...{
          institution: one.id,
          name: one.name,
          kind: one.kind,
          region: 'R-1',
          rank: null,
          value: one.value,
          coverage: one.value === null ? 0.62 : 0.99,
        },
        ...{
          floorAreaM2: one.value === null ? null : Math.round((one.tco2e * 1000) / 31),
          people: 420,
          tco2e: one.tco2e,
          levels: one.levels === null ? [] : levels(one.levels),
          share,
          position,
        },
        verdict: position === null ? 'cannot-tell' : position === 'above-constraint' ? 'not-met' : 'met',
        reasons: one.value === null ? ['no-area'] : one.levels === null ? ['no-quota'] : [],
        ...{
          nextChangePct,
          nextValue: nextChangePct === null || one.value === null ? null : one.value * (1 + nextChangePct / 100),
        },
        neighbours: alike.map((other) => ({ institution: other.id, name: other.name, value: other.value })),
        ...{
          neighbourMean: mean,
          neighbourPct: mean === null || one.value === null ? null : (one.value / mean - 1) * 100,
        },
      };
    })
    .toSorted((a, b) => (b.share ?? -1) - (a.share ?? -1))
    .map((one, i) => ({ ...one, rank: one.share === null ? null : i + 1 }));
  return {
    indicator: indicator as QuotaIndicator,
    unit: 'kgce/m²',
    from: `${year - 1}-11-01`,
    to: `${year}-11-01`,
    withVehicles: false,
    items: empty ? [] : items,
  };
}

export function fakeBudget(id: string, today: string): WireBudget {
  const one = institutions.find((found) => found.id === id);
  const year = Number(today.slice(0, 4));
  const none = one === undefined || one.levels === null || one.value === null;
  const amount = none ? null : Math.round(((one.tco2e * 1000) / 31) * one.levels![1]);
  const pace = none ? 0 : one.value! / one.levels![1];
  let [budgeted, used] = [0, 0];
  const days = none
    ? []
    : Array.from({ length: 365 }, (_, n) => {
        const date = new Date(Date.UTC(year, 0, 1 + n)).toISOString().slice(0, 10);
        const weight = 0.7 + 0.5 * Math.exp(-((n - 208) ** 2) / 1700) + 0.4 * Math.exp(-(n ** 2) / 1500);
        const budget = (amount! / 365) * weight * 1.14;
        const actual = date < today ? budget * pace * (0.95 + 0.1 * Math.sin(n)) : null;
        budgeted += budget;
        used += actual ?? 0;
        return { date, budget, actual, cumulativeBudget: budgeted, cumulativeActual: actual === null ? null : used };
      });
  const last = days.findLast(({ actual }) => actual !== null);
  const usedUp = days.find(({ cumulativeActual }) => cumulativeActual !== null && cumulativeActual >= amount!);
  return {
    ...{ institution: id, year, indicator: 'kgce-per-m2', unit: 'kgce', yearAmount: amount, days },
    level: none ? null : levels(one.levels!)[1]!,
    toDate: last
      ? {
          budget: last.cumulativeBudget,
          actual: last.cumulativeActual,
          sharePct: (last.cumulativeActual! / amount!) * 100,
        }
      : null,
    usedUpOn: usedUp?.date ?? (pace > 1.02 ? `${year}-12-11` : null),
    state: none ? 'cannot-tell' : usedUp ? 'used-up' : pace > 1.05 ? 'warning' : pace > 1 ? 'ahead' : 'on-budget',
    reasons: none ? [one?.levels === null ? 'no-quota' : 'no-area'] : [],
  };
}
