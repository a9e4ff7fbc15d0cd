import type { SmallCanteens } from './small-canteens.ts';
import type { SmallContracts } from './small-contracts.ts';

const places = [
  '/',
  '/?view=week',
  '/?view=month',
  '/?view=year&carrier=water',
  '/buildings',
  '/buildings?q=nowhere',
  '/institutions?carrier=gas',
  '/regions',
  '/buildings/B1',
  '/buildings/B1?view=month',
  '/buildings/B1?carrier=water&view=year',
  '/institutions/I1',
  '/institutions/I1?view=year&by=m2',
  '/institutions/I2?by=person',
  '/regions/lucheng?view=month',
  '/regions/ouhai',
];
const meters = [
  '/meters',
  '/meters?due=over&sort=verified',
  '/meters?q=nothing-like-it',
  '/meters/E-0301',
  '/meters/E-0301?view=year',
  '/meters/T-0001',
  '/devices',
  '/devices/connect',
  '/devices/connect?id=E-0301',
  '/devices/E-0301',
  '/quality',
  '/quality?tab=decided',
  '/quality?tab=automatic',
  '/quality?rule=spike',
  '/quality/enter',
  '/meters/E-0301?asOf=2020-01-01',
  '/alarms',
  '/alarms?kind=meter-silent',
  '/alarms?state=closed',
  '/alarms?building=nowhere',
  '/quarantine',
  '/health',
  '/mappings',
  '/mappings?id=',
  '/nowhere',
];
const canteens = ({ evaluation, matter, year }: SmallCanteens) => [
  '/canteens?meal=LUNCH',
  '/canteens?meal=LUNCH&stream=TRIM_USED&sort=figure',
  '/canteens?mode=weighed',
  '/canteens/KT1?meal=LUNCH',
  '/canteens/KT2?meal=LUNCH&every=week',
  '/canteens/KT3?meal=LUNCH',
  '/canteens/KT4?meal=LUNCH',
  '/canteens/nowhere',
  '/canteens/KT1/display',
  '/canteens/sorting',
  '/canteens/evaluations',
  `/canteens/evaluations/${evaluation}`,
  `/canteens/plan/${year}`,
  '/canteens/bulletins',
  '/matters',
  `/matters/${matter}`,
];
const contracted = ({ month, monthBefore, closedYear }: SmallContracts) => [
  '/contracts',
  '/contracts?type=custody&state=at-risk&sort=-short',
  '/contracts/new',
  ...[1, 2, 3, 4].map((n) => `/contracts/KH-${n}`),
  '/contracts/KH-2?year=term',
  '/contracts/KH-1/edit',
  '/contracts/KH-1/settlements',
  `/contracts/KH-1/settlements/${month}`,
  `/contracts/KH-1/settlements/${month}/trace`,
  `/contracts/KH-1/settlements/${month}/trace?line=2&input=0`,
  `/contracts/KH-2/settlements/${closedYear}`,
  `/contracts/KH-3/settlements/${month}`,
  `/contracts/KH-3/settlements/${monthBefore}`,
  `/contracts/KH-3/settlements/${monthBefore}/trace?line=0`,
  `/contracts/KH-3/settlements/${monthBefore}/trace?line=0&input=0`,
  `/contracts/KH-3/settlements/${monthBefore}/trace?line=0&input=0&meter=KE-3&month=${monthBefore}`,
];
const mandv = (analysis: string) => [
  '/mandv',
  '/mandv/new',
  ...['model', 'savings', 'plan', 'report'].map((view) => `/mandv/${analysis}?view=${view}`),
];

export interface Seeded {
  readonly analysis: string;
  readonly canteens: SmallCanteens;
  readonly contracts: SmallContracts;
}

/** The path of every page of the small city, its canteens and its contracts, in the states that change its words. */
export const everyPath = (seeded: Seeded): string[] => [
  ...places,
  ...meters,
  ...canteens(seeded.canteens),
  ...contracted(seeded.contracts),
  ...mandv(seeded.analysis),
];
