import type { Logger } from 'pino';
import { quarterBefore, quarterOf, type Quarter } from '../../domain/evaluation/quarter.ts';
import type { WireCanteen } from '../../domain/wire-canteens.ts';
import type { WireBulletin, WireBulletinListItem, WirePlan } from '../../domain/wire-evaluation.ts';
import type { Registry } from '../../storage/registry/port.ts';
import type { DemoCanteen } from '../canteens/canteens.ts';
import { dayIndex } from '../city/day.ts';
import { chance } from '../city/noise.ts';
import { keepContracts } from './contracts.ts';
import { evaluate, isTold } from './evaluate.ts';
import { careOf, inspectors, keeperOf } from './judgement.ts';
import { PeopleApi, type PeopleDoor } from './people-api.ts';
import { remedy, type Opened } from './remedy.ts';

export const peopleDoneSetting = 'demo.peopleDone';
const contractsDoneSetting = 'demo.contractsDone';
/** Of 66: others have not come to it. */
const selfEvaluated = 45;
const inspected = 10;
/** Inspections that fail, by their place among those that come to a total. */
const failing: ReadonlySet<number> = new Set([1, 4, 6]);
const pauseMs = 150;
const issuer = '示范机关事务管理局';

export interface PeopleOptions {
  readonly seed: number;
  readonly canteens: readonly DemoCanteen[];
  readonly door: PeopleDoor;
  readonly registry: Pick<Registry, 'setting' | 'setSetting'>;
  readonly now: () => number;
  readonly log: Logger;
  /** Asked between two pieces of work. */
  readonly stopping: () => boolean;
  /** Between two calls. */
  readonly pauseMs?: number;
}

/**
 * What people of the demo city did about its contracts (`contracts.ts`), and wrote of its canteens: last quarter's evaluations and bulletin, this year's draw, some
 * inspections and what followed. Through the API, as any client, so that every figure is the server's. Once; what a kill
 * cut off is gone on with at the next start. Nothing where canteens of the house's own stand beside the demo's: draw and
 * bulletin would be theirs.
 */
export async function letPeopleWork(options: PeopleOptions): Promise<void> {
  const { door, registry, now, log, stopping } = options;
  if ((await registry.setting(contractsDoneSetting)) === null) {
    await keepContracts({ door, now, stopping, pauseMs: options.pauseMs ?? pauseMs });
    if (stopping()) return;
    await registry.setSetting(contractsDoneSetting, 'yes');
    log.info('people of the demo have kept its contracts');
  }
  if ((await registry.setting(peopleDoneSetting)) !== null) return;
  const api = new PeopleApi(door, options.pauseMs ?? pauseMs);
  if (!(await isAlone(api))) return;
  const startedAt = performance.now();
  const quarter = quarterAt(dayIndex(now()));
  await evaluateThemselves(api, quarterBefore(quarter), options);
  if (stopping() || !(await isAlone(api))) return;
  await issueBulletin(api, quarterBefore(quarter));
  if (stopping() || !(await isAlone(api))) return;
  const matters = await inspect(api, quarter, options);
  for (const [nth, opened] of matters.entries()) {
    if (stopping()) return;
    await remedy(api, { ...opened, nth, dateIn: (days) => dateOf(dayIndex(now()) + days) });
  }
  if (stopping()) return;
  await registry.setSetting(peopleDoneSetting, 'yes');
  log.info({ ms: Math.round(performance.now() - startedAt) }, 'people of the demo have evaluated its canteens');
}

async function isAlone(api: PeopleApi): Promise<boolean> {
  const known = await api.ask<{ items: readonly WireCanteen[] }>('GET', '/api/v1/canteens?limit=1000');
  return known!.items.every(({ demo }) => demo);
}

async function evaluateThemselves(api: PeopleApi, { id: quarter }: Quarter, options: PeopleOptions): Promise<void> {
  const { seed, canteens, stopping } = options;
  // Those that keep house badly are among them.
  const turn = ({ number }: DemoCanteen) => (careOf(number) === 'good' ? chance(seed, 550_000, number) : -1);
  for (const canteen of canteens.toSorted((a, b) => turn(a) - turn(b)).slice(0, selfEvaluated)) {
    if (stopping()) return;
    const { number } = canteen;
    await evaluate(api, {
      ...{ seed, canteen, kind: 'self', quarter },
      evaluators: [{ name: keeperOf(seed, number), eyes: 0, strictness: 1 }],
      care: () => careOf(number),
      untold: number % 2 === 0 ? 'left' : 'submitted',
    });
  }
}

async function issueBulletin(api: PeopleApi, { id: quarter }: Quarter): Promise<void> {
  const issued = await api.ask<{ items: readonly WireBulletinListItem[] }>('GET', '/api/v1/bulletins');
  if (issued === null || issued.items.some((bulletin) => bulletin.quarter === quarter)) return;
  await api.ask<WireBulletin>('POST', '/api/v1/bulletins', { quarter, issuer });
}

/** @returns the matters that were opened, in the order of the inspections */
async function inspect(api: PeopleApi, quarter: Quarter, options: PeopleOptions): Promise<Opened[]> {
  const { seed, canteens, stopping } = options;
  const path = `/api/v1/spot-check-plans/${quarter.year}`;
  const plan =
    (await api.ask<WirePlan>('GET', path)) ?? (await api.ask<WirePlan>('POST', path, { seed: String(seed) }));
  if (plan === null || !plan.demo) return [];
  const drawn = plan.canteens.filter((own) => own.drawn).slice(0, inspected);
  const opened: Opened[] = [];
  let told = 0;
  for (const [at, { canteen: id }] of drawn.entries()) {
    const canteen = canteens.find((own) => own.id === id);
    if (stopping()) break;
    if (canteen === undefined) continue;
    const pair = inspectors[at % inspectors.length]!;
    const done = await evaluate(api, {
      ...{ seed, canteen, kind: 'spot', quarter: quarter.id, untold: 'submitted' },
      evaluators: pair.map((name, n) => ({ name, eyes: n, strictness: 0.97 })),
      care: (begun) => (isTold(begun) && failing.has(told) ? 'poor' : careOf(canteen.number)),
    });
    if (done !== null && isTold(done)) told += 1;
    const people = { keeper: keeperOf(seed, canteen.number), inspectors: pair };
    opened.push(...(done?.matters ?? []).map((matter) => ({ matter, ...people })));
  }
  return opened;
}

const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

function quarterAt(day: number): Quarter {
  const date = dateOf(day);
  return quarterOf(`${date.slice(0, 4)}Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`)!;
}
