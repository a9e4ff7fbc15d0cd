import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireReport } from '../../../domain/wire-quality.ts';
import type { WireMandvAnalysis } from '../../../domain/wire-mandv.ts';
import { until } from '../fakes/installation.ts';
import { analyses, chosen, Office } from '../fakes/office.ts';

const office = new Office();
beforeAll(() => office.open(), 60_000);
afterAll(() => office.stop());

const at = (text: string): number => Date.parse(`${text}+08:00`);
const lost = (ts: number): boolean => ts > at('2025-07-07T00:00:00') && ts < at('2025-07-09T00:00:00');

/** A meter that was offline for two days of its baseline, and a frozen analysis of it. */
async function frozen(meter: string): Promise<string> {
  await office.another(meter, lost);
  const id = await office.made({ ...chosen, meter });
  const answer = await office.officer.post<WireMandvAnalysis>(`${analyses}/${id}/freeze`);
  expect(answer.status, answer.text).toBe(200);
  expect(answer.body.superseded).toBeNull();
  return id;
}
async function report(id: string): Promise<WireReport> {
  const { body } = await office.officer.get<{ items: WireReport[] }>('/api/v1/quality/reports?limit=1000');
  return body.items.find((one) => one.id === `mandv:${id}`)!;
}
const changesOf = async (id: string) =>
  ((await report(id)).superseded?.changes ?? []).map(({ why, asMade }) => `${why}${asMade ? ' =' : ''}`);
const told = (id: string, changes: readonly string[]) =>
  until(changes.join(), async () => JSON.stringify(await changesOf(id)) === JSON.stringify(changes));

/** Hours of M1, which was never offline, as this meter's. */
async function send(meter: string, from: string, to: string, wanted: (ts: number) => boolean): Promise<void> {
  const { ts, value } = await office.store.samples('M1', 'energy_kwh', at(from), at(to));
  const keep = (_: number, i: number): boolean => wanted(ts[i]!);
  const columns = { ts: ts.filter(keep), points: { energy_kwh: value.filter(keep) } };
  await office.collector.importHistory(meter, meter, columns);
  await office.collector.settled();
}

describe('a frozen baseline as a report', () => {
  it('is superseded by readings that come late for it, and by nothing else', async () => {
    const [id, other] = [await frozen('R1'), await frozen('R2')];
    expect(await report(id)).toMatchObject({ kind: 'mandv', title: `${id} R1`, superseded: null });
    // The same again, and news of the time after it.
    await send('R1', '2025-07-01T00:00:00', '2025-07-06T00:00:00', () => true);
    await office.correct('R1', '2026-02-01', '2026-03-01', 1.2);
    // What is late for R1 marks R1; by then the rest would have been looked at as well.
    await send('R1', '2025-07-07T00:00:00', '2025-07-09T00:00:00', lost);
    await told(id, ['late-data']);
    expect((await report(id)).superseded).toMatchObject({ words: { zh: expect.stringContaining('迟到') } });
    expect((await office.one(id)).superseded?.why).toBe('late-data');
    expect((await report(other)).superseded).toBeNull();
    // Those who don't see the meter don't see its reports.
    const wang = await office.person('wang');
    expect((await wang.get<{ items: unknown[] }>('/api/v1/quality/reports')).body.items).toEqual([]);
  }, 30_000);

  it('stays superseded when the decision that did it is undone, and tells that it was', async () => {
    const id = await frozen('R3');
    const gaps = await office.officer.get<{ items: { id: string }[] }>(
      '/api/v1/quality/verdicts?meter=R3&rule=gap&from=2025-07-01&to=2025-07-20',
    );
    const path = `/api/v1/quality/verdicts/${encodeURIComponent(gaps.body.items[0]!.id)}/decision`;
    const made = await office.officer.post<{ id: number }>(path, { choice: 'profile', reason: 'offline' });
    expect(made.status, made.text).toBe(201);
    const why = `decision ${made.body.id}`;
    await told(id, [why]);
    await office.officer.post(`/api/v1/quality/decisions/${made.body.id}/undo`, { reason: 'a slip' });
    await told(id, [why, `${why} undone =`]);
    expect((await office.one(id)).superseded).toMatchObject({ why, changes: [{ asMade: false }, { asMade: true }] });
  }, 30_000);

  it('tells a correction from late data', async () => {
    const id = await frozen('R4');
    office.now += 60_000;
    await office.correct('R4', '2025-06-01', '2025-06-02', 1.3);
    await told(id, ['correction']);
  }, 30_000);
});
