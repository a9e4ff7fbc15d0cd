import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireReadings, WireSeries } from '../../../domain/wire.ts';
import type { WireDecision, WireVerdict, WireVerdictPage } from '../../../domain/wire-quality.ts';
import type { Client } from '../fakes/client.ts';
import { Installation, morning } from '../fakes/installation.ts';
import { ownViewer } from '../house.ts';

const house = new Installation();
const hour = 3_600_000;
const day = 24 * hour;
const midnight = Date.parse('2026-11-23T00:00:00+08:00');
/** Ten weeks of hours. */
const begin = midnight - 70 * day;
const verdicts = '/api/v1/quality/verdicts';
const at = (text: string): number => Date.parse(`${text}+08:00`);

interface Problem {
  code: string;
  errors?: { path: string; code: string; message: string }[];
}

const meter = (id: string, building = 'B1', more: object = {}) => ({
  id,
  building,
  carrier: 'electricity',
  interval: '1h',
  register: { point: 'energy_kwh', unit: 'kWh', ...more },
});

/** More by day than by night, less on weekends; no two days in a row alike. */
function load(ts: number): number {
  const local = ts + 8 * hour;
  const date = Math.floor(local / day);
  const [clock, weekday] = [Math.floor(local / hour) % 24, (date + 4) % 7];
  if (clock === 20) return 2 + ((date * 7) % 11) / 8;
  return clock >= 8 && clock < 18 ? (weekday >= 1 && weekday <= 5 ? 12 : 5) : 2;
}

/** A register that is read each hour but for what is dropped; `shown` is what the meter makes of it. */
async function seed(
  id: string,
  {
    drop = () => false,
    shown = (value) => value,
    until = morning,
  }: {
    drop?: (ts: number) => boolean;
    shown?: (value: number, ts: number) => number;
    until?: number;
  },
): Promise<void> {
  const [ts, value]: [number[], number[]] = [[], []];
  let register = 1000;
  for (let t = begin; t <= until; t += hour) {
    if (!drop(t)) {
      ts.push(t);
      value.push(shown(register, t));
    }
    register += load(t);
  }
  const columns = { ts: Float64Array.from(ts), points: { energy_kwh: Float64Array.from(value) } };
  await house.collector.importHistory(id, id, columns);
}

const within = (from: string, to: string) => (ts: number) => ts > at(from) && ts < at(to);
const swappedAt = at('2026-11-10T10:00:00');
const resetAt = at('2026-11-12T10:00:00');

let officer: Client;
beforeAll(async () => {
  await house.start();
  const meters = [
    meter('GAP'),
    meter('GAPS'),
    meter('SWAP'),
    meter('THEN'),
    meter('RESET', 'B1', { digits: 6 }),
    meter('STILL'),
    meter('SHORT', 'B2'),
  ];
  await house.registry.importPortfolio({ meters }, ownViewer);
  const offline = within('2026-11-16T06:00:00', '2026-11-18T09:00:00');
  await seed('GAP', { drop: offline });
  await seed('GAPS', { drop: (ts) => ts > midnight - 20 * day && Math.floor(ts / hour) % 12 < 4 });
  await seed('SWAP', { shown: (value, ts) => (ts >= swappedAt ? value - 900 : value + 50_000) });
  await seed('THEN', { shown: (value, ts) => (ts >= swappedAt ? value - 900 : value + 50_000) });
  await seed('RESET', { shown: (value, ts) => (ts >= resetAt ? value - (1000 + used(begin, resetAt)) : value) });
  // It stood still for two days and showed at once what was used.
  const stoodAt = at('2026-11-16T06:00:00');
  const still = within('2026-11-16T06:00:00', '2026-11-18T09:00:00');
  await seed('STILL', { shown: (value, ts) => (still(ts) ? 1000 + used(begin, stoodAt) : value) });
  await seed('SHORT', {
    drop: (ts) => ts < midnight - 2 * day || within('2026-11-22T06:00:00', '2026-11-22T12:00:00')(ts),
  });
  await house.collector.settled();
  officer = await house.person('zhao');
}, 60_000);
afterAll(() => house.stop());

function used(from: number, to: number): number {
  let sum = 0;
  for (let t = from; t < to; t += hour) sum += load(t);
  return sum;
}

async function list(query: string, client = officer): Promise<WireVerdictPage> {
  const answer = await client.get<WireVerdictPage>(`${verdicts}?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}
async function theOne(query: string): Promise<WireVerdict> {
  const { items } = await list(query);
  expect(items.map(({ id }) => id)).toHaveLength(1);
  return items[0]!;
}
const decide = (id: string, body: object, client = officer) =>
  client.post<WireDecision & Problem>(`${verdicts}/${encodeURIComponent(id)}/decision`, body);
async function decided(id: string, body: object): Promise<WireDecision> {
  const answer = await decide(id, body);
  expect(answer.status, answer.text).toBe(201);
  await house.collector.settled();
  return answer.body;
}
async function undo(id: number): Promise<void> {
  const answer = await officer.post(`/api/v1/quality/decisions/${id}/undo`, { reason: 'a slip' });
  expect(answer.status, answer.text).toBe(200);
  await house.collector.settled();
}
async function points(meter: string, from: string, to: string, every = '1h') {
  const path = `/api/v1/meters/${meter}/series?every=${every}&from=${from}&to=${to}`;
  return (await officer.get<WireSeries>(path)).body.points;
}
const sum = (list: readonly { value: number | null }[]) => list.reduce((all, { value }) => all + (value ?? NaN), 0);

describe('the list of verdicts', () => {
  it('tells what was found with its evidence and what can be decided of it', async () => {
    const found = await theOne('meter=SWAP&rule=swap');
    expect(found).toMatchObject({
      id: `SWAP~energy_kwh~swap~${swappedAt - hour}`,
      buildingName: '教学楼',
      carrier: 'electricity',
      unit: 'kWh',
      effect: 'unknown',
      from: '2026-11-10T09:00:00+08:00',
      to: '2026-11-10T10:00:00+08:00',
      state: 'open',
      decision: null,
      evidence: { proposed: true },
    });
    expect(found.choices.slice(0, 2)).toEqual(['confirm', 'swap']);
  });

  it('is read page by page, newest first, without losing or doubling one', async () => {
    const whole = (await list('limit=1000')).items.map(({ id }) => id);
    expect(whole.length).toBeGreaterThan(40);
    const starts = (await list('limit=1000')).items.map(({ from }) => Date.parse(from));
    expect(starts).toEqual([...starts].sort((a, b) => b - a));
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: WireVerdictPage = await list(`limit=7${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    expect(seen).toEqual(whole);
  });

  it('shows everybody their own meters only, and does not tell those of others from none', async () => {
    const [wang, li] = [await house.person('wang'), await house.person('li')];
    expect((await list('limit=1000', wang)).items.some(({ meter }) => meter === 'SHORT')).toBe(false);
    expect((await wang.get(`${verdicts}?meter=SHORT`)).status).toBe(404);
    expect((await wang.get(`${verdicts}?building=B2`)).status).toBe(404);
    expect(await list('limit=1000', li)).toEqual({
      items: [],
      next: null,
      open: { unknown: 0, judged: 0, flagged: 0 },
    });
    const short = await theOne('meter=SHORT');
    for (const client of [wang, li]) expect((await decide(short.id, { choice: 'confirm' }, client)).status).toBe(403);
  });

  it('refuses a cursor or a rule that is none', async () => {
    expect((await officer.get(`${verdicts}?cursor=abc`)).status).toBe(400);
    expect((await officer.get(`${verdicts}?rule=gap,hole`)).status).toBe(400);
  });
});

describe('as known at an instant', () => {
  it('verdicts and readings are those of what had been received and decided', async () => {
    const start = house.now;
    try {
      const { id } = await theOne('meter=THEN');
      house.now += 60_000;
      const made = await decided(id, { choice: 'confirm' });
      house.now += 60_000;
      await house.send('THEN', { ts: swappedAt + 50 * hour + 5, values: { energy_kwh: 1 } });
      await undo(made.id);
      const then = (minutes: number) => `&asOf=${start + minutes * 60_000}&from=2026-11-01`;
      expect((await theOne(`meter=THEN${then(0)}`)).state).toBe('open');
      expect((await list(`meter=THEN${then(1)}`)).items).toEqual([]);
      const confirmed = await theOne(`meter=THEN&state=confirmed${then(1)}`);
      expect(confirmed).toMatchObject({ id, decision: { id: made.id, undone: null } });
      // Beside the swap, the reading that has come meanwhile.
      expect((await list(`meter=THEN${then(2)}`)).items.map(({ rule }) => rule).sort()).toEqual(['glitch', 'swap']);
      const readings = async (asOf: string) => {
        const span = 'from=2026-11-12T11:00:00%2B08:00&to=2026-11-12T13:00:00%2B08:00';
        return (await officer.get<WireReadings>(`/api/v1/meters/THEN/readings?${span}${asOf}`)).body;
      };
      expect(await readings('')).toMatchObject({ total: 3, odd: 1 });
      expect(await readings(`&asOf=${start}`)).toMatchObject({ total: 2, odd: 0 });
      expect(await readings(`&asOf=${start - day}`)).toMatchObject({ total: 0, items: [] });
    } finally {
      house.now = start;
    }
    expect((await officer.get(`${verdicts}?asOf=${start}`)).status).toBe(400);
  });
});

describe('a decision', () => {
  it('confirms a proposed swap: its hour is known, and undone it is as it was', async () => {
    const found = await theOne('meter=SWAP&rule=swap');
    const before = await points('SWAP', '2026-11-10', '2026-11-11', '15m');
    const open = (await list('limit=1')).open;
    const closing = found.before! + 8;
    const opening = found.after! - 4;
    const made = await decided(found.id, { choice: 'confirm', closing, opening });
    expect(made).toMatchObject({ outcome: 'confirmed', choice: 'confirm', by: 'zhao', undone: null });
    expect(made.change).toMatchObject({ kind: 'swap', at: swappedAt, closing, opening });
    expect((await points('SWAP', '2026-11-10T09:00:00%2B08:00', '2026-11-10T10:00:00%2B08:00'))[0]?.value).toBe(12);
    expect((await list('limit=1')).open.unknown).toBe(open.unknown - 1);
    expect((await list('meter=SWAP')).items).toEqual([]);
    const confirmed = await theOne('meter=SWAP&state=confirmed');
    expect(confirmed).toMatchObject({ id: found.id, state: 'confirmed', choices: [], effect: 'judged' });
    expect(confirmed.decision?.verdict).toMatchObject({ effect: 'unknown', evidence: { proposed: true } });
    await undo(made.id);
    expect(await points('SWAP', '2026-11-10', '2026-11-11', '15m')).toEqual(before);
    expect((await list('limit=1')).open).toEqual(open);
    expect((await theOne('meter=SWAP')).id).toBe(found.id);
  });

  it('asks for what is missing and says which field', async () => {
    const swap = await theOne('meter=SWAP');
    const faults = async (body: object) => {
      const { status, body: problem } = await decide(swap.id, body);
      expect(status).toBe(422);
      return problem.errors?.map(({ path, code }) => `${path} ${code}`);
    };
    expect(await faults({ choice: 'swap', reason: ' ' })).toEqual(['reason missing']);
    expect(await faults({ choice: 'swap', reason: 'seen' })).toEqual(['closing missing', 'opening missing']);
    expect(
      await faults({ choice: 'swap', reason: 'seen', closing: 1, opening: 1e6, at: '2026-11-11T00:00:00+08:00' }),
    ).toEqual(['closing below-last-reading', 'opening above-next-reading', 'at outside']);
    expect(await faults({ choice: 'amount', reason: 'bill' })).toEqual(['amount missing']);
    expect(await faults({ choice: 'spread', reason: 'why not' })).toEqual(['choice not-a-choice']);
    expect((await decide('SWAP~energy_kwh~swap~1', { choice: 'confirm' })).status).toBe(404);
    expect((await decide('nonsense', { choice: 'confirm' })).status).toBe(404);
  });

  it('overrules a reset: what is found no more is listed from the decision’s own copy, and decided once', async () => {
    const found = await theOne('meter=RESET');
    expect([found.rule, found.choices]).toEqual(['reset', ['confirm', 'swap', 'rollover', 'amount']]);
    const made = await decided(found.id, { choice: 'amount', amount: 30, reason: 'read on the display' });
    expect((await points('RESET', '2026-11-12T09:00:00%2B08:00', '2026-11-12T10:00:00%2B08:00'))[0]).toMatchObject({
      value: 30,
      quality: 'manual',
    });
    expect((await list('meter=RESET')).items).toEqual([]);
    for (const state of ['overruled', 'all']) {
      const [listed] = (await list(`meter=RESET&state=${state}`)).items;
      expect(listed).toMatchObject({ id: found.id, state: 'overruled', decision: { id: made.id } });
    }
    const again = await decide(found.id, { choice: 'confirm' });
    expect([again.status, again.body.code]).toEqual([409, 'decided']);
    await undo(made.id);
    expect((await officer.post(`/api/v1/quality/decisions/${made.id}/undo`, { reason: 'again' })).status).toBe(409);
    const listed = await officer.get<{ items: WireDecision[] }>('/api/v1/quality/decisions?meter=RESET&state=undone');
    expect(listed.body.items[0]).toMatchObject({ id: made.id, undone: { by: 'zhao', reason: 'a slip' } });
  });

  it('lays a gap out by the meter’s own profile, and its energy stays the register’s', async () => {
    const found = await theOne('meter=GAP');
    const [from, to] = ['2026-11-16T06:00:00%2B08:00', '2026-11-18T09:00:00%2B08:00'];
    const evenly = await points('GAP', from, to);
    const made = await decided(found.id, { choice: 'profile', reason: 'it was offline' });
    const shaped = await points('GAP', from, to);
    expect(sum(shaped)).toBeCloseTo(sum(evenly), 6);
    expect(sum(shaped)).toBeCloseTo(used(Date.parse(found.from), Date.parse(found.to)), 6);
    const noon = shaped.find(({ ts }) => ts.startsWith('2026-11-17T12'))!;
    expect(noon).toMatchObject({ quality: 'estimated' });
    expect(noon.value).toBeCloseTo(12, 1);
    await undo(made.id);
    expect(await points('GAP', from, to)).toEqual(evenly);
  });

  it('does not invent a profile for a meter of which two days are known', async () => {
    const { id } = await theOne('meter=SHORT');
    const answer = await decide(id, { choice: 'profile', reason: 'it was offline' });
    expect([answer.status, answer.body.code]).toEqual([409, 'too-little-known']);
  });

  it('spreads what came at once over the time that the register stood still', async () => {
    const found = await theOne('meter=STILL&rule=catch-up');
    const made = await decided(found.id, { choice: 'spread', reason: 'the pulse counter hung' });
    const hours = await points('STILL', '2026-11-16T06:00:00%2B08:00', '2026-11-18T09:00:00%2B08:00');
    expect(sum(hours)).toBeCloseTo(used(at('2026-11-16T06:00:00'), at('2026-11-18T09:00:00')), 6);
    expect(new Set(hours.map(({ quality }) => quality))).toEqual(new Set(['estimated']));
    // The gap that the left-out readings leave is no news.
    expect((await list('meter=STILL')).items).toEqual([]);
    await undo(made.id);
    expect((await theOne('meter=STILL&rule=catch-up')).id).toBe(found.id);
  });

  it('confirms forty short gaps in one go, and takes them back in one', async () => {
    const open = await list('meter=GAPS&limit=1000');
    const ids = open.items.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(30);
    const answer = await officer.post<{ items: WireDecision[]; batch: string }>('/api/v1/quality/decisions', {
      ids,
      choice: 'confirm',
    });
    expect(answer.status, answer.text).toBe(201);
    expect((await list('meter=GAPS')).items).toEqual([]);
    expect((await list('limit=1')).open.judged).toBe(open.open.judged - ids.length);
    expect((await list('meter=GAPS&state=confirmed&limit=1000')).items.map(({ id }) => id)).toEqual(ids);
    const undone = await officer.post(`/api/v1/quality/batches/${answer.body.batch}/undo`, { reason: 'too quick' });
    expect(undone.body).toEqual({ undone: ids.length });
    expect((await list('meter=GAPS&limit=1000')).open).toEqual(open.open);
  });

  it('of several counts for all or for none', async () => {
    const [first] = (await list('meter=GAPS')).items;
    const ids = [first!.id, (await theOne('meter=SWAP')).id];
    const answer = await officer.post<Problem>('/api/v1/quality/decisions', { ids, choice: 'profile', reason: 'x' });
    expect(answer.body.errors?.map(({ path }) => path)).toEqual(['ids[1]']);
    expect((await list(`meter=GAPS&state=overruled`)).items).toEqual([]);
  });

  it('of one verdict by two people at once is made once', async () => {
    const { id } = await theOne('meter=SWAP');
    const answers = await Promise.all([decide(id, { choice: 'confirm' }), decide(id, { choice: 'confirm' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    await undo(answers.find(({ status }) => status === 201)!.body.id);
  });
});
