import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DerivedChange } from '../../../collector/port.ts';
import type { WireVerdictPage } from '../../../domain/wire-quality.ts';
import { Installation, until } from '../fakes/installation.ts';
import { isProblem } from '../http/problem.ts';
import { ownViewer } from '../house.ts';
import type { Sources } from './change.ts';
import { Decider, type Decided } from './decide.ts';
import { OpenVerdicts } from './open-verdicts.ts';

const house = new Installation();
const hour = 3_600_000;
const begin = Date.parse('2026-11-01T00:00:00+08:00');
const gapEnd = 120;
const path = '/api/v1/quality/verdicts';
const ids = ['G1', 'G2', 'TWIN'];

/** Hours of a register that was offline in between. */
async function send(id: string, places: readonly number[]): Promise<void> {
  await house.collector.importHistory(id, id, {
    ts: Float64Array.from(places, (k) => begin + k * hour),
    points: { energy_kwh: Float64Array.from(places, (k) => 1000 + 3 * k) },
  });
  await house.collector.settled();
}
const hours = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

beforeAll(async () => {
  await house.start();
  const meters = ids.map((id) => ({
    ...{ id, building: 'B1', carrier: 'electricity', interval: '1h' },
    register: { point: 'energy_kwh', unit: 'kWh' },
  }));
  await house.registry.importPortfolio({ meters }, ownViewer);
  for (const id of ids) await send(id, [...hours(0, 72), ...hours(gapEnd, 200)]);
});
afterAll(() => house.stop());

const list = async (query: string) => (await house.operator().get<WireVerdictPage>(`${path}?${query}`)).body;
/** The one that begins first. */
const gapOf = async (meter: string) => (await list(`meter=${meter}&rule=gap`)).items.at(-1)!.id;

it('who decides waits for the figures, and nobody waits for who waits', async () => {
  let tell: (changes: readonly DerivedChange[]) => void = () => {};
  const sources = { store: house.store, registry: house.registry } as Partial<Sources> as Sources;
  const decider = new Decider(sources, new OpenVerdicts(house));
  // Nothing is told to be derived until this test says so.
  decider.start({ onDerived: (listener: typeof tell) => void (tell = listener) } as typeof house.collector);
  const [first, second] = [await gapOf('G1'), await gapOf('G2')];
  const asked = { choice: 'unknown', reason: 'the logger was off' } as const;
  const done = new Map<string, Decided>();
  const decide = async (id: string) => {
    const decided = await decider.decide(id, asked, ownViewer);
    if (!isProblem(decided)) done.set(decided.meter.id, decided);
    return decided;
  };
  const [one, other] = [decide(first), decide(second)];
  const standing = (meter: string) => house.registry.decisions.standing(meter).length === 1;
  await until('both in the book', () => standing('G1') && standing('G2'));
  // Refused at once, though the figures of the first have not followed yet.
  const again = await decider.decide(first, asked, ownViewer);
  expect(isProblem(again) && again.body.code).toBe('decided');
  expect([...done.keys()]).toEqual([]);
  const all = { point: 'energy_kwh', from: begin, to: begin + 200 * hour };
  const toldOf = async (meter: string) => {
    await house.collector.settled();
    tell([{ meter, ...all }]);
  };
  await until('the figures of one', async () => (await toldOf('G2'), done.has('G2')));
  expect([...done.keys()]).toEqual(['G2']);
  await until('the figures of the other', async () => (await toldOf('G1'), done.has('G1')));
  await Promise.all([one, other]);
});

it('a list of one verdict a page skips and repeats none where a decided and an open one begin together', async () => {
  const decide = async (id: string) => {
    const answer = await house.operator().post(`${path}/${encodeURIComponent(id)}/decision`, { choice: 'confirm' });
    expect(answer.status, answer.text).toBe(201);
  };
  const first = await gapOf('TWIN');
  await decide(first);
  // What comes late shortens the gap, twice: it is another one each time.
  await send('TWIN', [100]);
  await decide(await gapOf('TWIN'));
  await send('TWIN', [90]);
  const whole = (await list('state=all&meter=TWIN&limit=100')).items;
  const text = ({ to, state }: (typeof whole)[number]) => `${state} to ${to}`;
  const sameBegin = whole.filter(({ id }) => id === first);
  expect(sameBegin.map(({ state }) => state)).toEqual(['open', 'confirmed', 'confirmed']);
  // As known at an instant they are computed of the readings; what is found in whole days is not among them then.
  for (const when of ['', `&asOf=${house.now}&from=2026-11-01`]) {
    const all = (await list(`state=all&meter=TWIN&limit=100${when}`)).items.map(text);
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = await list(`state=all&meter=TWIN&limit=1${when}${more}`);
      paged.push(...page.items.map(text));
      cursor = page.next;
      expect(paged.length, when).toBeLessThanOrEqual(all.length);
    }
    expect(paged, when).toEqual(all);
    expect(
      all.filter((one) => one.startsWith('confirmed')),
      when,
    ).toHaveLength(2);
  }
});
