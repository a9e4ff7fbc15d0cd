import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '../../dashboard/server/fakes/client.ts';
import { canteenPortfolio } from '../../dashboard/server/fakes/canteens.ts';
import { Installation, operatorKey } from '../../dashboard/server/fakes/installation.ts';
import { ownViewer } from '../../dashboard/server/house.ts';
import type {
  WireBulletin,
  WireBulletinListItem,
  WireEvaluation,
  WireEvaluationPage,
  WirePlan,
} from '../../domain/wire-evaluation.ts';
import type { WireMatterPage } from '../../domain/wire-matters.ts';
import { CanteenCity } from '../canteens/canteen-city.ts';
import { demoCanteens } from '../canteens/canteens.ts';
import { dayIndex } from '../city/day.ts';
import { demoPortfolio } from '../demo-portfolio.ts';
import { letPeopleWork, peopleDoneSetting } from './demo-people.ts';

const house = new Installation();
let client: Client;
const seed = 7;
const now = Date.parse('2026-11-23T14:00:00+08:00');
/** Some of them: the two that are kept badly, one of these with a scale that is mostly silent. */
const canteens = demoCanteens.filter(({ number }) => [1, 5, 8, 9, 11, 12, 14, 19, 20, 21, 22, 23, 31].includes(number));

beforeAll(async () => {
  house.now = now;
  await house.start();
  client = house.operator();
  const portfolio = demoPortfolio((id) => `the secret of ${id}`, now) as Record<string, { id: string }[]>;
  const some = new Set(canteens.map(({ id }) => id));
  const rows = { ...portfolio, canteens: portfolio['canteens']!.filter(({ id }) => some.has(id)) };
  const imported = await house.registry.importPortfolio(rows, ownViewer, { demo: true });
  if (!imported.ok) throw new Error(JSON.stringify(imported.faults));
  // Of two whole quarters and what there is of this one.
  const city = new CanteenCity(seed, dayIndex(now));
  for (const canteen of canteens) {
    const by = new Map([canteen.scale, canteen.counter].map((device) => [device, [] as object[]]));
    for (let day = dayIndex(Date.parse('2026-04-01T12:00:00+08:00')); day < dayIndex(now); day++) {
      for (const { device, event } of city.eventsOf(canteen, day)) by.get(device)!.push(event);
    }
    for (const [device, events] of by) await house.collector.importEvents(device, events);
  }
}, 60_000);
afterAll(() => house.stop());

const work = (stopping: () => boolean = () => false, settings: Settings = house.registry) =>
  letPeopleWork({
    ...{ seed, canteens, now: () => now, log: pino({ level: 'silent' }), stopping, pauseMs: 0 },
    registry: settings,
    door: { host: '127.0.0.1', port: Number(new URL(house.url).port), secure: false, bearer: operatorKey },
  });
type Settings = Parameters<typeof letPeopleWork>[0]['registry'];

async function written() {
  const get = async <T>(path: string) => (await client.get<T>(`/api/v1/${path}`)).body;
  const { items } = await get<WireEvaluationPage>('evaluations?limit=1000');
  const evaluations = [];
  for (const { id } of items) evaluations.push(await get<WireEvaluation>(`evaluations/${id}`));
  return {
    evaluations,
    matters: (await get<WireMatterPage>('matters')).items,
    bulletins: (await get<{ items: WireBulletinListItem[] }>('bulletins')).items,
    plan: await get<WirePlan>('spot-check-plans/2026'),
  };
}

it('stopped in between and gone on with: last quarter evaluated and announced, inspections of this one', async () => {
  let asked = 0;
  // Four times about contracts first.
  await work(() => ++asked > 10);
  const begun = await written();
  expect(begun.evaluations).toHaveLength(6);
  expect(begun.bulletins).toEqual([]);
  expect(await house.registry.setting(peopleDoneSetting)).toBeNull();

  await work();
  const { evaluations, plan, bulletins } = await written();
  const selves = evaluations.filter(({ kind }) => kind === 'self');
  expect(selves.map(({ canteen }) => canteen).sort()).toEqual(canteens.map(({ id }) => id));
  expect(selves.every(({ quarter, demo }) => quarter === '2026Q3' && demo)).toBe(true);
  const graded = new Map(selves.map(({ canteen, grade }) => [canteen, grade]));
  expect(graded.get('DEMO-CT-008')).toBe('fail');
  // Its scale was off most of the time: figures can't tell, but nothing that they could would do.
  const silent = selves.find(({ canteen }) => canteen === 'DEMO-CT-031');
  expect(silent).toMatchObject({ total: null, grade: 'fail' });
  expect([...graded.values()].filter((grade) => grade === 'fail')).toHaveLength(2);
  expect(evaluations.every(({ items }) => items.every((item) => !item.takesAnswers || item.answers.length > 0))).toBe(
    true,
  );
  expect(plan).toMatchObject({ seed: '7', demo: true, progress: { inspected: 5, of: 5 } });
  expect(bulletins).toMatchObject([{ quarter: '2026Q3', demo: true }]);
  const { content } = (await client.get<WireBulletin>(`/api/v1/bulletins/${bulletins[0]!.id}`)).body;
  expect(content.counts).toMatchObject({ canteens: 13, selfEvaluated: 13, inspected: 0 });
  expect(content.lists.failed.map(({ canteen }) => canteen).sort()).toEqual(['DEMO-CT-008', 'DEMO-CT-031']);
  expect(await house.registry.setting(peopleDoneSetting)).toBe('yes');
}, 60_000);

it('two inspect, what fails becomes a matter, and matters go on', async () => {
  const { evaluations, matters } = await written();
  const spots = evaluations.filter(({ kind }) => kind === 'spot');
  expect(spots).toHaveLength(5);
  for (const { items, quarter } of spots) {
    expect(quarter).toBe('2026Q4');
    for (const { takesAnswers, answers } of items) expect(answers).toHaveLength(takesAnswers ? 2 : 0);
  }
  const courses = matters.map(({ steps }) => steps.map(({ what }) => what).join(' '));
  expect(courses.sort()).toEqual(['opened answered', 'opened answered closed']);
  expect(matters.every(({ demo, source }) => demo && source?.startsWith('evaluation:'))).toBe(true);
});

it('killed just before it was noted as done: nothing is written twice', async () => {
  const kept = new Map<string, string>();
  const before = await written();
  await work(undefined, {
    setting: async (key) => kept.get(key) ?? null,
    setSetting: async (key, value) => void kept.set(key, value),
  });
  expect(await written()).toEqual(before);
  expect(kept.get(peopleDoneSetting)).toBe('yes');
});

it('leaves with the demo, and never draws or announces canteens of the house’s own', async () => {
  const removed = await house.registry.removeDemo(ownViewer, () => ['demo.removing', '']);
  expect(removed.ok).toBe(true);
  const imported = await house.registry.importPortfolio({ canteens: canteenPortfolio.canteens }, ownViewer);
  expect(imported.ok).toBe(true);
  await work(undefined, { setting: async () => null, setSetting: async () => undefined });
  expect(await written()).toMatchObject({ evaluations: [], matters: [], bulletins: [] });
  expect((await client.get('/api/v1/spot-check-plans/2026')).status).toBe(404);
});
