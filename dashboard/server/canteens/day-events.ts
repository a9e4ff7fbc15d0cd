import { countedMeals, countedWeighings } from '../../../domain/canteen/counted.ts';
import { addDays } from '../../../domain/canteen/clock.ts';
import { findingsBy, keyOf } from '../../../domain/canteen/finding.ts';
import type { EventIdentity, MealCount, Weighing } from '../../../domain/canteen/types.ts';
import type { WireCanteenEvent } from '../../../domain/wire-canteens.ts';
import type { CorrectionRecord } from '../../../storage/registry/canteen-port.ts';
import type { StoredEvent } from '../../../storage/series/port.ts';
import type { House } from '../house.ts';
import { readEvent } from './read-event.ts';
import { wireCorrection } from './wire.ts';

const pageSize = 1_000;

/** Every event of a local day with what is odd about it, what people said of it and what it counts for; ascending. */
export async function dayEvents(house: House, canteen: string, date: string): Promise<readonly WireCanteenEvent[]> {
  const { canteens, registry, calendar } = house;
  const [from, to] = [canteens.clock.startOf(date), canteens.clock.startOf(addDays(date, 1))];
  const [stored, corrections, findings] = await Promise.all([
    storedEvents(house, canteen, from, to),
    registry.canteenBook.corrections(canteen, from, to),
    canteens.findings(canteen, date),
  ]);
  const standing = corrections.filter(({ undone }) => undone === null);
  const said = new Map<string, CorrectionRecord>(standing.map((one) => [keyOf(one), one]));
  const read = stored.map((event) => ({ event, body: readEvent(event.body) }));
  const weighings: Weighing[] = [];
  const counts: MealCount[] = [];
  for (const { event, body } of read) {
    const identity = identityOf(event);
    if (body?.type === 'weighing') weighings.push({ ...identity, ...body });
    else if (body?.type === 'meals') counts.push({ ...identity, ...body });
  }
  const amounts = new Map<string, number | null>();
  const counted = [...countedWeighings(weighings, standing, findings), ...countedMeals(counts, standing)];
  for (const { event, amount } of counted) amounts.set(keyOf(event), amount);
  const oddOf = findingsBy(findings);

  return read.flatMap(({ event, body }): WireCanteenEvent[] => {
    if (body === null) return [];
    const identity = identityOf(event);
    const weighing = body.type === 'weighing' ? { ...identity, ...body } : null;
    const correction = said.get(keyOf(identity));
    return [
      {
        ...{ type: body.type, device: event.device, seq: event.seq, meal: body.meal },
        ...{ ts: calendar.iso(event.ts), receivedAt: calendar.iso(event.receivedAt) },
        stream: weighing?.stream ?? null,
        netG: weighing?.netG ?? null,
        grossG: weighing?.grossG ?? null,
        tareG: weighing?.tareG ?? null,
        personMeals: body.type === 'meals' ? body.personMeals : null,
        counts: amounts.get(keyOf(identity)) ?? null,
        findings:
          weighing === null ? [] : oddOf(weighing).map(({ rule, effect, evidence }) => ({ rule, effect, evidence })),
        correction: correction === undefined ? null : wireCorrection(correction, calendar),
      },
    ];
  });
}

/** The event of that identity, when it is one of this canteen. */
export async function findEvent(
  { store }: Pick<House, 'store'>,
  canteen: string,
  { device, seq, ts }: EventIdentity,
): Promise<StoredEvent | null> {
  const after = { ts, device, seq: seq - 1 };
  const [found] = await store.events({ canteen, device, from: ts, to: ts + 1, limit: 1, after });
  return found?.seq === seq ? found : null;
}

const identityOf = ({ device, seq, ts }: EventIdentity): EventIdentity => ({ device, seq, ts });

async function storedEvents({ store }: House, canteen: string, from: number, to: number): Promise<StoredEvent[]> {
  const all: StoredEvent[] = [];
  for (let after: StoredEvent | undefined; ;) {
    const page = await store.events({ canteen, from, to, limit: pageSize, ...(after && { after }) });
    all.push(...page);
    if (page.length < pageSize) return all;
    after = page.at(-1);
  }
}
