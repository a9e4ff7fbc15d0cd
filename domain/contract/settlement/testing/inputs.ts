import type { Contract, Custody } from '../../contract.ts';
import type { SavingLot, SettlementInputs, ZoneDay } from '../../settlement.ts';

/** A contract of which a test says only what it is about. */
export function contractOf(about: Partial<Contract> & Pick<Contract, 'type'>): Contract {
  return {
    id: 'WZ-EC-2025-003',
    name: null,
    institution: 'binjiang',
    contractor: 'ou-neng',
    term: { from: '2025-06-01', to: '2033-05-31' },
    meters: ['m1'],
    base: null,
    method: 'daily',
    guarantee: [],
    share: [],
    shareCap: null,
    custody: null,
    price: null,
    negativeMonths: 'carry',
    confidenceRule: 'point',
    minCompletenessPct: 90,
    investment: [],
    comfort: null,
    data: null,
    adjustments: [],
    ...about,
  };
}

export function inputsOf(
  contract: Contract,
  about: Partial<SettlementInputs> & Pick<SettlementInputs, 'period'>,
): SettlementInputs {
  return {
    format: 'wattsteward-settlement-1',
    contract,
    days: { inPeriod: 31, inTerm: 31 },
    unit: 'kWh',
    completenessPct: 99.3,
    meters: contract.meters.map((meter) => ({
      meter,
      completenessPct: 99.3,
      hoursSha256: `hours of ${meter}`,
      baselineSha256: `baseline of ${meter}`,
      modelSha256: `model of ${meter}`,
      frozen: true,
    })),
    lots: [],
    halfWidth: null,
    zoneDays: null,
    investment: [],
    dataPct: null,
    adjustments: [],
    drivers: { areaM2: null, people: null },
    earlier: [],
    ...about,
  };
}

/** A month's lot at a fixed price: what was saved, of 1,000 that were expected. */
export function lotOf(month: string, saving: string, price: string, about: Partial<SavingLot> = {}): SavingLot {
  const actual = String(1_000 - Number(saving));
  return { meter: 'm1', month, kind: '', tariff: null, price, expected: '1000', actual, saving, ...about };
}

/** The custody of domain-cn.md 2.6: F0 100,000; Q0 80,000 kWh at 0.70; area counts beyond 5 %; 8,000 m². */
export const illustratedCustody: Custody = {
  monthlyFee: '100000.00',
  baseAmount: '80000',
  basePrice: '0.70',
  thresholds: { pricePct: 0, areaPct: 5, peoplePct: 10 },
  peopleFactor: '1',
  drivers: [{ from: '2025-06-01', areaM2: 8_000, people: 400 }],
};

export function zoneDaysOf(broken: number, kept = 40): readonly ZoneDay[] {
  const day = (at: number, state: ZoneDay['state']): ZoneDay => ({
    meter: `zone-${at % 4}`,
    date: `2026-10-${String(1 + Math.floor(at / 4)).padStart(2, '0')}`,
    state,
    outsidePct: state === 'kept' ? 0 : 12.5,
  });
  return [
    ...Array.from({ length: broken }, (_, at) => day(at, 'not-kept')),
    ...Array.from({ length: kept }, (_, at) => day(broken + at, 'kept')),
  ];
}

/** October 2026 of the worked example, with so many zone-days that were not kept. */
export function illustrated(broken: number, contract: Partial<Contract> = {}): SettlementInputs {
  return inputsOf(
    contractOf({
      type: 'custody',
      custody: illustratedCustody,
      price: { kind: 'fixed', price: '0.72' },
      comfort: {
        minC: 18,
        maxC: 26,
        hours: [{ fromMinute: 510, toMinute: 1_050 }],
        days: 'workdays',
        meters: [],
        tolerancePct: 0,
        perZoneDay: '200',
        allowedZoneDays: 0,
      },
      investment: [
        { due: '2025-12-31', amount: '300000', latePct: '1', verified: [] },
        { due: '2026-09-30', amount: '540000', latePct: '1', verified: [] },
      ],
      ...contract,
    }),
    {
      period: '2026-10',
      zoneDays: zoneDaysOf(broken),
      investment: [
        { due: '2025-12-31', promised: '300000.00', verified: '671500.00', latePct: '1', late: false },
        { due: '2026-09-30', promised: '840000.00', verified: '671500.00', latePct: '1', late: true },
      ],
      drivers: { areaM2: 8_160, people: 400 },
    },
  );
}
