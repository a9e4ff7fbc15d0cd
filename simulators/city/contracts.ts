const dayMs = 86_400_000;

/** Companies of the demo; a contractor's account sees the contracts in its name. */
const brightCompany = '示范明源节能服务有限公司';
const blueCompany = '示范清流节水科技有限公司';

/** Their past reaches back over the base period, as that of the buildings made by hand does. */
export const metersOfContracts: readonly string[] = [
  ...['DEMO-E-1602', 'DEMO-E-1702', 'DEMO-E-3201', 'DEMO-W-2901'],
  ...['DEMO-E-1001', 'DEMO-E-1101', 'DEMO-E-1201'],
];

/**
 * Five contracts of the different types. What they come to (saved or not, invested or short, not to be told) is found in
 * the readings, in the verified amounts and in what people of the demo say to each other; nothing here says it.
 * @param worksDay index of the day on which the demo's works were done: a year before its first start
 */
export function demoContracts(worksDay: number): readonly object[] {
  const day = (offset: number) => new Date((worksDay + offset) * dayMs).toISOString().slice(0, 10);
  const [year, month] = day(0).split('-').map(Number) as [number, number];
  const months = (n: number) => new Date(Date.UTC(year, month - 1 + n, 1)).toISOString().slice(0, 10);
  const ends = (years: number) => new Date(Date.UTC(year + years, month - 1, 0)).toISOString().slice(0, 10);
  const calendarYears = (count: number) => Array.from({ length: count }, (_, i) => year + i);
  // Dates as contracts write them: both ends count.
  const term = (years: number) => ({
    start: day(0),
    end: ends(years),
    base: { from: day(-365), to: day(-1) },
  });
  const paid = (at: number, amount: string, evidence: string) => ({ date: day(at), amount, evidence });
  return [
    {
      id: 'DEMO-C-1',
      name: '行政中心主楼节能改造',
      type: 'shared',
      institution: 'DEMO-I-1',
      contractor: brightCompany,
      meters: ['DEMO-E-101'],
      ...term(6),
      method: 'hourly',
      share: calendarYears(7).map((of, i) => ({ year: of, contractorPct: i < 4 ? 80 : 60 })),
      price: 'DEMO-TOU',
      negativeMonths: 'carry',
      confidenceRule: 'point',
      minCompleteness: 90,
      // Chillers and lighting are there; the control system that was promised with them is not.
      investment: [
        { due: months(1), amount: '860000', latePct: 0.5, verified: [paid(6, '860000', 'DEMO 验收单 2 号：冷水机组')] },
        {
          due: months(3),
          amount: '520000',
          latePct: 0.5,
          verified: [
            paid(41, '310000', 'DEMO 验收单 5 号：照明改造一期'),
            paid(118, '96500', 'DEMO 验收单 9 号：照明改造二期'),
          ],
        },
        {
          due: months(8),
          amount: '410000',
          latePct: 0.5,
          // What was paid of it is entered by the contractor, and verified by the other side (`simulators/people`).
          verified: [],
        },
      ],
    },
    {
      id: 'DEMO-C-2',
      name: '法院空调系统节能改造',
      type: 'guaranteed',
      institution: 'DEMO-I-7',
      contractor: brightCompany,
      // Both were exchanged, and nobody wrote their readings down; one had been dead for weeks.
      meters: ['DEMO-E-1602', 'DEMO-E-1702'],
      ...term(5),
      method: 'hourly',
      guarantee: calendarYears(6).map((of, i) => ({ year: of, kwh: i === 0 ? 15_000 : 18_000 })),
      price: '0.72',
      negativeMonths: 'net',
      confidenceRule: 'lower90',
    },
    {
      id: 'DEMO-C-3',
      name: '市民中心能源费用托管',
      type: 'custody',
      institution: 'DEMO-I-5',
      contractor: brightCompany,
      meters: ['DEMO-E-1001', 'DEMO-E-1101', 'DEMO-E-1201'],
      ...term(5),
      method: 'monthly',
      custody: {
        monthlyFee: '218600.00',
        // A month's: the mean of the base year.
        baseKwh: 295_600,
        basePrice: '0.6930',
        thresholds: { pricePct: 3, areaPct: 2, peoplePct: 5 },
        peopleFactor: 0.35,
        drivers: [
          { areaM2: 79_200, people: 940 },
          { from: months(5), areaM2: 79_650, people: 962 },
        ],
      },
      price: 'DEMO-TOU',
      negativeMonths: 'floor',
      confidenceRule: 'point',
      minCompleteness: 85,
      comfort: { minC: 18, maxC: 27, hours: '08:30-17:30', days: 'workdays', tolerancePct: 10, perZoneDay: '200' },
      adjustments: [
        { from: day(212), to: day(226), kwhPerDay: 640, reason: '西区会议中心承接展会，用电增加', agreed: true },
      ],
    },
    {
      id: 'DEMO-C-4',
      name: '职业学院合同节水',
      type: 'water',
      institution: 'DEMO-I-12',
      contractor: blueCompany,
      meters: ['DEMO-W-2901'],
      ...term(5),
      method: 'daily',
      share: calendarYears(6).map((of) => ({ year: of, contractorPct: 70 })),
      price: '4.35',
      negativeMonths: 'carry',
      confidenceRule: 'point',
      minCompleteness: 90,
    },
    {
      id: 'DEMO-C-5',
      name: '税务局办税楼节能改造',
      type: 'guaranteed',
      institution: 'DEMO-I-14',
      contractor: brightCompany,
      meters: ['DEMO-E-3201'],
      ...term(5),
      method: 'hourly',
      // A whole year's each; of the first one the term covers a part.
      guarantee: calendarYears(6).map((of, i) => ({ year: of, kwh: i === 0 ? 42_000 : 60_000 })),
      price: 'DEMO-TOU',
      negativeMonths: 'net',
      confidenceRule: 'point',
      minCompleteness: 90,
      investment: [
        {
          due: months(1),
          amount: '386000',
          latePct: 0,
          verified: [paid(12, '386000', 'DEMO 验收单 3 号：多联机与照明')],
        },
      ],
    },
  ];
}

/** Carbon targets of some institutions, on the way from 2020 to 2030. */
export const demoTargets: readonly object[] = [
  ['DEMO-I-1', 612, 428],
  ['DEMO-I-4', 2_880, 2_250],
  ['DEMO-I-5', 2_140, 1_500],
  ['DEMO-I-6', 870, 640],
  ['DEMO-I-12', 1_720, 1_290],
].map(([institution, baseTco2e, targetTco2e]) => ({
  institution,
  baseYear: 2020,
  baseTco2e,
  targetYear: 2030,
  targetTco2e,
}));

/** One of each role but the administrator's; without a password nobody signs in until an administrator gives one. */
export const demoUsers: readonly object[] = [
  { username: 'demo-officer', role: 'officer' },
  { username: 'demo-leader', role: 'leader' },
  { username: 'demo-county', role: 'county', scope: 'DEMO-LUCHENG' },
  { username: 'demo-institution', role: 'institution', scope: 'DEMO-I-1' },
  { username: 'demo-contractor', role: 'contractor', scope: brightCompany },
  { username: 'demo-canteen', role: 'canteen', scope: 'DEMO-CT-001' },
];
