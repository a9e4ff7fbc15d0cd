import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LocalCalendar } from '../time/calendar.ts';
import { zoneDays } from './comfort.ts';
import type { Contract } from './contract.ts';
import { dutiesOf, type DutyInputs } from './duties.ts';
import type { Duty } from './duty.ts';
import { dateOf, dayOf } from './local-days.ts';
import { contractOf, type ContractItem } from './read.ts';
import { figuresOf, shanghai, type Given } from './testing/figures.ts';

const item: ContractItem = {
  ...{ id: 'EMC-1', type: 'guaranteed', meters: ['M1'], start: '2025-01-01', end: '2027-12-31' },
  guarantee: [
    { year: 2025, kwh: 3650 },
    { year: 2026, kwh: 3650 },
  ],
  investment: [
    { due: '2025-03-31', amount: 500_000, verified: [{ date: '2025-03-10', amount: '500000', evidence: '发票.pdf' }] },
    { due: '2025-09-30', amount: 200_000, verified: [{ date: '2025-09-01', amount: '200000' }] },
  ],
  comfort: { minC: 20, maxC: 26, hours: '08:30-17:30', perZoneDay: 200 },
  minCompleteness: 90,
};

interface Case {
  readonly item?: Partial<ContractItem>;
  readonly at?: string;
  readonly meters?: readonly Partial<Given>[];
  /** °C of a quarter hour of 2025. */
  readonly room?: (date: string, quarter: number) => number;
  readonly payments?: DutyInputs['payments'];
  readonly calendar?: LocalCalendar;
}

/** A contract of which 2025 is over: 10 of 100 saved each day, rooms at 23 °C, all invested in time. */
function inputsOf(given: Case = {}): DutyInputs {
  const { at = '2026-01-05', meters = [{}], room = () => 23, payments = [], calendar = shanghai } = given;
  const contract: Contract = contractOf({ ...item, ...given.item });
  const from = contract.term.from;
  const last = dateOf(Math.min(dayOf(at), dayOf(contract.term.to) + 1) - 1);
  const dates = Array.from({ length: dayOf(last) - dayOf(from) + 1 }, (_, i) => dateOf(dayOf(from) + i));
  const edgesOfDay = (i: number) => calendar.quarterEdges(calendar.localMidnight(dates[i]!));
  return {
    ...{ contract, calendar, payments, at },
    meters: meters.map((own) => figuresOf({ from, to: last, calendar, ...own })),
    zoneDays: contract.comfort
      ? zoneDays({
          ...{ comfort: contract.comfort, minCompletenessPct: contract.minCompletenessPct, calendar },
          isWorkday: () => true,
          zones: [
            {
              ...{ meter: 'R301', dates, edgesOfDay },
              meansOfDay: (i) =>
                edgesOfDay(i)
                  .subarray(1)
                  .map((_, quarter) => room(dates[i]!, quarter)),
            },
          ],
        })
      : [],
  };
}
const judge = (given: Case = {}): readonly Duty[] => dutiesOf(inputsOf(given));
const verdictsOf = (duties: readonly Duty[]) => Object.fromEntries(duties.map(({ id, verdict }) => [id, verdict]));
const one = (id: string, given: Case = {}) => judge(given).find((duty) => duty.id === id)!;
const codes = ({ reasons }: Duty) => reasons.map(({ code }) => code);

const good = {
  ...{ 'energy-2025': 'met', 'energy-2026': 'cannot-tell', 'investment-1': 'met', 'investment-2': 'met' },
  ...{ 'data-2025': 'met', 'data-2026': 'cannot-tell', 'comfort-2025': 'met', 'comfort-2026': 'cannot-tell' },
};

it('a contract that keeps all it promised, in the first days of its second year', () => {
  const duties = judge();
  expect(verdictsOf(duties)).toEqual(good);
  expect(duties[0]).toMatchObject({
    ...{
      id: 'energy-2025',
      phase: 'closed',
      due: '2025-12-31',
      target: 3650,
      actual: 3650,
      unit: 'kWh',
      forecast: null,
    },
    evidence: [
      { kind: 'readings', from: '2025-01-01T00:00:00+08:00', to: '2026-01-01T00:00:00+08:00', completenessPct: 100 },
      { kind: 'model', meter: 'M1', frozen: true },
    ],
  });
  expect(duties[2]!.evidence).toEqual([
    { kind: 'payment', date: '2025-03-10', amount: '500000', evidence: ['发票.pdf'], attachments: [] },
  ]);
});

describe('one thing changes one verdict, in the year in which it lies', () => {
  const day = fc.integer({ min: 0, max: 364 }).map((n) => dateOf(dayOf('2025-01-01') + n));
  const runs = { numRuns: 15 };

  it('one reading that is a watt-hour higher', () => {
    fc.assert(
      fc.property(day, (changed) => {
        const actual = (date: string) => (date === changed ? 90.001 : 90);
        expect(verdictsOf(judge({ meters: [{ actual }] }))).toEqual({ ...good, 'energy-2025': 'not-met' });
      }),
      runs,
    );
  });

  it('one invoice that is a fen lower', () => {
    const short = (k: number): Partial<ContractItem> => ({
      investment: item.investment!.map((own, i) =>
        i === k ? { ...own, verified: [{ ...own.verified![0]!, amount: k === 0 ? '499999.99' : '199999.99' }] } : own,
      ),
    });
    expect(verdictsOf(judge({ item: short(1) }))).toEqual({ ...good, 'investment-2': 'not-met' });
    // The first milestone's fen is missing in the second's sum too, until somebody pays it.
    expect(verdictsOf(judge({ item: short(0) }))).toEqual({
      ...good,
      'investment-1': 'met',
      'investment-2': 'not-met',
    });
    const payments = [{ entry: 4, date: '2025-12-01', amount: '0.01', attachments: [9] }];
    expect(verdictsOf(judge({ item: short(0), payments }))).toEqual(good);
  });

  it('one temperature in office time', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 34, max: 69 }), (changed, at) => {
        const room = (date: string, quarter: number) => (date === changed && quarter === at ? 26.1 : 23);
        const duties = judge({ room });
        expect(verdictsOf(duties)).toEqual({ ...good, 'comfort-2025': 'not-met' });
        expect(duties.find(({ id }) => id === 'comfort-2025')!.evidence[0]).toMatchObject({
          kind: 'zone-day',
          date: changed,
        });
      }),
      runs,
    );
    expect(verdictsOf(judge({ room: (_, quarter) => (quarter < 34 ? 10 : 23) }))).toEqual(good);
  });

  it('one day without readings, where one more is too many', () => {
    const strict = { minCompleteness: 99.5 };
    const without = (...missing: string[]) => [
      { known: (date: string) => (missing.includes(date) ? 0 : 1), expected: () => 101 },
    ];
    // 364 of 365 are 99.73 %, 363 are 99.45 %.
    expect(verdictsOf(judge({ item: strict, meters: without('2025-05-01') }))).toEqual(good);
    expect(verdictsOf(judge({ item: strict, meters: without('2025-05-01', '2025-05-02') }))).toEqual({
      ...{ ...good, 'energy-2025': 'cannot-tell', 'data-2025': 'not-met' },
    });
  });
});

describe('meters that failed', () => {
  const failed = { known: (date: string) => (date >= '2025-06-01' && date < '2025-09-01' ? 0 : 1) };

  it('leave the energy target open, whatever the rest of the year looks like', () => {
    for (const actual of [() => 10, () => 90, () => 300]) {
      const duty = one('energy-2025', { meters: [{ ...failed, actual }] });
      expect(duty).toMatchObject({ verdict: 'cannot-tell', phase: 'closed' });
      expect(codes(duty)).toEqual(['energy.incomplete']);
      expect(duty.reasons[0]!.numbers).toMatchObject({
        ...{ meter: 'M1', requiredPct: 90, days: 92, first: '2025-06-01', last: '2025-08-31' },
      });
      expect(duty.reasons[0]!.message.zh).toContain('74.79 %');
    }
  });

  it('in one of two meters are the boundary’s, and a meter without figures is one that failed', () => {
    const two = { item: { meters: ['M1', 'M2'] } };
    const duty = one('energy-2025', { ...two, meters: [{}, { meter: 'M2', ...failed }] });
    expect(codes(duty)).toEqual(['energy.incomplete']);
    expect(duty.evidence).toMatchObject([{ meter: 'M1', completenessPct: 100 }, { meter: 'M2' }, {}, {}]);
    expect(codes(one('energy-2025', two))).toEqual(['energy.no-model', 'energy.incomplete']);
  });

  it('in a room never make it an uncomfortable one', () => {
    const silent = (date: string) => (date >= '2025-06-01' && date < '2025-09-01' ? NaN : 23);
    const duty = one('comfort-2025', { room: silent });
    expect(duty.verdict).toBe('cannot-tell');
    expect(duty.reasons[0]).toMatchObject({ code: 'comfort.incomplete', numbers: { unknown: 92, zoneDays: 365 } });
    const cold = one('comfort-2025', { room: (date) => (date === '2025-02-03' ? 12 : silent(date)) });
    expect(cold.verdict).toBe('not-met');
  });

  it('are what the data duty is about', () => {
    expect(one('data-2025', { meters: [failed] })).toMatchObject({ verdict: 'not-met', target: 90, unit: '%' });
    expect(one('data-2025', { meters: [failed] }).actual).toBeCloseTo((273 / 365) * 100, 6);
  });

  it('in no data but the weather’s: readings are whole, days can’t be compared', () => {
    const duty = one('energy-2025', { meters: [{ expected: (date) => (date < '2025-03-01' ? NaN : 100) }] });
    expect(codes(duty)).toEqual(['energy.no-weather']);
    expect(duty.verdict).toBe('cannot-tell');
  });
});

it('no model, or one that the data rules refuse: nobody can tell', () => {
  expect(one('energy-2025', { meters: [{ model: null }] })).toMatchObject({ verdict: 'cannot-tell', actual: null });
  expect(codes(one('energy-2025', { meters: [{ model: null }] }))).toEqual(['energy.no-model']);
  expect(codes(one('energy-2025', { meters: [{ model: { disqualified: true } }] }))).toEqual(['energy.disqualified']);
});

it('where the lower end of the band counts, the estimate alone does not do', () => {
  const rule: Case = { item: { confidenceRule: 'lower90' } };
  const half = 5 * Math.sqrt(365);
  expect(one('energy-2025', rule).verdict).toBe('not-met');
  expect(one('energy-2025', { ...rule, meters: [{ actual: () => 90 - half / 365 - 0.001 }] }).verdict).toBe('met');
  expect(one('energy-2025', { ...rule, meters: [{ actual: () => 90 - half / 365 + 0.001 }] }).verdict).toBe('not-met');
  expect(codes(one('energy-2025', { ...rule, meters: [{ dayHalfWidth: null }] }))).toEqual(['energy.no-band']);
});

describe('an open year', () => {
  it('can’t be told, has a forecast, and says when it can', () => {
    const duty = one('energy-2026', { at: '2026-09-01' });
    expect(duty).toMatchObject({
      verdict: 'cannot-tell',
      phase: 'open',
      due: '2026-12-31',
      actual: 2430,
      target: 3650,
    });
    expect(duty.forecast!.expected).toBeCloseTo(3650, 6);
    expect(duty.reasons[0]!.numbers).toMatchObject({ toldFrom: '2027-01-01', saving: 2430 });
    expect(duty.reasons[0]!.numbers['path']).toBeCloseTo(2430, 6);
    expect(one('energy-2026', { at: '2026-12-31' }).phase).toBe('open');
    expect(one('energy-2026', { at: '2027-01-01' })).toMatchObject({ phase: 'closed', verdict: 'met', forecast: null });
  });

  it('on its first day, and before it has begun', () => {
    expect(one('energy-2026', { at: '2026-01-01' })).toMatchObject({ verdict: 'cannot-tell', actual: null });
    expect(codes(one('energy-2026', { at: '2026-01-01' }))).toEqual(['energy.open']);
    expect(one('energy-2026', { at: '2025-12-31' })).toBeUndefined();
    expect(one('data-2026', { at: '2026-01-01' })).toMatchObject({
      verdict: 'cannot-tell',
      actual: null,
      evidence: [],
    });
  });

  it('names the gaps that will keep it from being told', () => {
    const duty = one('energy-2026', {
      at: '2026-09-01',
      meters: [{ known: (date) => (date >= '2026-03-01' ? 0 : 1) }],
    });
    expect(codes(duty)).toEqual(['energy.open', 'energy.incomplete']);
    expect(duty.forecast).toMatchObject({ probability: null });
  });

  it('that can no longer be met is not met while it is open: comfort', () => {
    const room = (date: string) => (date === '2026-01-03' ? 28 : 23);
    expect(one('comfort-2026', { room })).toMatchObject({ verdict: 'not-met', phase: 'open', target: 0, actual: 1 });
    const item = { comfort: { minC: 20, maxC: 26, allowedZoneDays: 1 } };
    expect(one('comfort-2026', { room, item })).toMatchObject({ verdict: 'cannot-tell', target: 1, actual: 1 });
  });

  it('that can no longer be met is not met while it is open: data', () => {
    // A tenth of 365 days is 36.5 of them.
    const from = (date: string) => ({ meters: [{ known: (day: string) => (day >= date ? 0 : 1) }], at: '2026-09-01' });
    expect(one('data-2026', from('2026-07-27')).verdict).toBe('cannot-tell');
    expect(one('data-2026', from('2026-07-26'))).toMatchObject({ verdict: 'not-met', phase: 'open' });
  });
});

it('years before the first reading ever are nobody’s fault, years of silence after it are', () => {
  const since = (first: string, last = '9') => [{ known: (date: string) => (date >= first && date <= last ? 1 : 0) }];
  expect(codes(one('data-2025', { meters: since('2026-01-02') }))).toEqual(['data.nothing-yet']);
  const later = { item: { start: '2024-01-01' }, meters: since('2024-01-01', '2024-12-31') };
  expect(verdictsOf(judge(later))).toMatchObject({ 'data-2024': 'met', 'data-2025': 'not-met' });
});

describe('investment', () => {
  it('short: yuan and days, and what there is of it', () => {
    const unpaid = { investment: [item.investment![0]!, { due: '2025-09-30', amount: '200000' }] };
    const duty = one('investment-2', { item: unpaid });
    expect(duty).toMatchObject({
      ...{ verdict: 'not-met', phase: 'closed', target: 700_000, actual: 500_000, unit: 'CNY' },
      shortfall: { amount: '200000.00', days: 97 },
    });
    expect(duty.reasons[0]!.message.zh).toBe(
      '投入不足：截至2025年9月30日应累计投入 700,000.00 元，已核实 500,000.00 元，尚差 200,000.00 元，已逾期 97 天',
    );
    expect(one('investment-2', { item: unpaid, at: '2025-09-30' })).toMatchObject({
      verdict: 'cannot-tell',
      phase: 'open',
    });
    expect(one('investment-2', { item: unpaid, at: '2025-10-01' }).shortfall).toEqual({ amount: '200000.00', days: 1 });
  });

  it('paid early for a later milestone counts for the earlier one; met before its day', () => {
    const early = {
      investment: [
        { due: '2025-03-31', amount: 500_000 },
        { due: '2026-09-30', amount: 200_000, verified: [{ date: '2025-02-01', amount: 700_000 }] },
      ],
    };
    expect(verdictsOf(judge({ item: early }))).toMatchObject({ 'investment-1': 'met', 'investment-2': 'met' });
    expect(one('investment-2', { item: early }).phase).toBe('open');
  });

  it('late is met in the end, and says by how many days', () => {
    const late = { investment: [{ due: '2025-03-31', amount: 1, verified: [{ date: '2025-04-10', amount: 1 }] }] };
    expect(one('investment-1', { item: late }).reasons[0]).toMatchObject({
      code: 'investment.met-late',
      numbers: { daysLate: 10 },
    });
    expect(one('investment-1', { item: late, at: '2025-04-05' }).verdict).toBe('not-met');
  });
});

describe('years', () => {
  it('a term that begins mid-year owes its days of it, and is complete with them', () => {
    const duty = one('energy-2025', { item: { start: '2025-07-02' } });
    expect(duty).toMatchObject({ verdict: 'met', target: 1830, actual: 1830 });
  });

  it('a term that ends mid-year is judged when it ends', () => {
    const half = { end: '2026-06-30' };
    expect(one('energy-2026', { item: half, at: '2026-06-30' }).phase).toBe('open');
    const duty = one('energy-2026', { item: half, at: '2026-07-01' });
    expect(duty).toMatchObject({ phase: 'closed', due: '2026-06-30', actual: 1810 });
    expect(duty.target).toBeCloseTo((3650 * 181) / 365, 9);
    expect(duty.verdict).toBe('met');
  });

  it('a leap year has a day more to save in', () => {
    const leap = { start: '2024-01-01', guarantee: [{ year: 2024, kwh: 3660 }] };
    expect(one('energy-2024', { item: leap })).toMatchObject({ verdict: 'met', actual: 3660, target: 3660 });
  });

  it('days of 92 and 100 quarter hours are days', () => {
    const calendar = new LocalCalendar('Europe/Berlin');
    expect(verdictsOf(judge({ calendar }))).toEqual(good);
  });

  it('a contract without beginning and end is judged since something is known of it', () => {
    const meters = [{ from: '2025-03-01' }];
    const { contract, ...inputs } = inputsOf({ meters });
    const endless = { ...contract, term: { from: '0001-01-01', to: '9999-12-31' } };
    const duties = dutiesOf({ ...inputs, contract: endless });
    expect(duties.filter(({ kind }) => kind === 'data').map(({ id }) => id)).toEqual(['data-2025', 'data-2026']);
    // The platform came in March: two months of the year are not known.
    expect(codes(duties.find(({ id }) => id === 'energy-2025')!)).toEqual(['energy.incomplete']);
  });
});

it('whatever is known, a verdict that can’t be told says why in both languages', () => {
  const pct = fc.constantFrom(0, 0.5, 0.95, 1);
  fc.assert(
    fc.property(
      ...([
        pct,
        fc.boolean(),
        fc.constantFrom(NaN, 19, 23),
        fc.constantFrom('2025-01-01', '2025-08-09', '2026-01-01', '2028-02-02'),
      ] as const),
      (share, model, room, at) => {
        const known = (date: string) => (date < '2025-06-01' ? 1 : share);
        for (const duty of judge({ at, meters: [{ known, ...(model ? {} : { model: null }) }], room: () => room })) {
          expect(duty.reasons.length).toBeGreaterThan(0);
          for (const { message } of duty.reasons) {
            expect(message.zh).toMatch(/[一-龥]/);
            expect(`${message.zh} ${message.en}`).not.toMatch(/NaN|undefined|null|Infinity/);
          }
          if (duty.verdict === 'cannot-tell')
            expect(duty.reasons.map(({ message }) => message.en).join()).toContain('it can be told');
          if (duty.phase === 'open' && duty.kind === 'energy') expect(duty.verdict).toBe('cannot-tell');
        }
      },
    ),
    { numRuns: 20 },
  );
});
