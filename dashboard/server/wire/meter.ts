import { freshness } from '../../../domain/metering/freshness.ts';
import { unitOf } from '../../../domain/points.ts';
import { parseDuration } from '../../../domain/time/duration.ts';
import type { MeterState, WireMeter } from '../../../domain/wire.ts';
import { leavesOf } from '../../../domain/metering/virtual.ts';
import type { MeterWithPlace } from '../../../storage/registry/port.ts';
import type { LatestValues } from '../../../storage/series/port.ts';
import type { House } from '../house.ts';

type Sources = Pick<House, 'registry' | 'store' | 'calendar' | 'now'>;

/** A meter of the register with its newest values, as pages and scripts see it. No secret and no hint of one. */
export function wireMeter(meter: MeterWithPlace, house: Sources): WireMeter {
  const latest = house.store.latest().get(meter.id);
  const intervalMs = parseDuration(meter.interval) ?? 900_000;
  const { state, readingAt } = freshnessOf(meter.id, house);
  return {
    id: meter.id,
    building: meter.building,
    buildingName: meter.buildingName,
    institution: meter.institution,
    institutionName: meter.institutionName,
    parent: meter.parent,
    carrier: meter.carrier,
    endUse: meter.endUse,
    register: meter.register,
    replacements: meter.replacements,
    maxPerHour: meter.maxPerHour,
    interval: meter.interval,
    intervalMs,
    gateway: meter.gateway,
    verifiedUntil: meter.verifiedUntil,
    virtual: meter.virtual,
    demo: meter.demo,
    state,
    ageSeconds: readingAt === null ? null : (house.now() - readingAt) / 1000,
    lastReading: lastReading(latest, meter.register, house.calendar),
    points: pointsOf(latest, meter.register.point),
  };
}

/** Worst first. */
const states: readonly MeterState[] = ['never', 'silent', 'late', 'live'];

/**
 * How fresh a meter is, and its newest reading's own time, ms UTC. One that is computed of others is as fresh as the
 * stalest of those that count now.
 */
export function freshnessOf(
  meter: string,
  { registry, store, now }: Pick<House, 'registry' | 'store' | 'now'>,
): { readonly state: MeterState; readonly readingAt: number | null } {
  const { directory } = registry;
  const terms = directory.virtual(meter)?.terms;
  if (terms === undefined) {
    const latest = store.latest().get(meter);
    const intervalMs = directory.meter(meter)?.rules.intervalMs ?? 0;
    return { state: stateOf(latest, intervalMs, now()), readingAt: latest?.lastReadingAt ?? null };
  }
  const counting = leavesOf(terms, (id) => directory.virtual(id)?.terms ?? null).filter(
    ({ from, to }) => from <= now() && now() < to,
  );
  const parts = counting.map((leaf) => freshnessOf(leaf.meter, { registry, store, now }));
  if (parts.length === 0) return { state: 'never', readingAt: null };
  const readings = parts.map(({ readingAt }) => readingAt);
  return {
    state: states.find((state) => parts.some((part) => part.state === state))!,
    readingAt: readings.includes(null) ? null : Math.min(...readings.map((at) => at!)),
  };
}

export function stateOf(latest: LatestValues | undefined, intervalMs: number, now: number): MeterState {
  return freshness(latest?.lastReadingAt ?? null, latest?.lastReceivedAt ?? null, intervalMs, now);
}

export function lastReading(
  latest: LatestValues | undefined,
  register: { readonly point: string; readonly unit: string },
  calendar: House['calendar'],
): WireMeter['lastReading'] {
  if (latest === undefined) return null;
  const values: Record<string, { value: number; ts: string; unit: string | null }> = {};
  for (const [point, newest] of Object.entries(latest.points)) {
    values[point] = { value: newest.value, ts: calendar.iso(newest.ts), unit: unitFor(point, register) };
  }
  return { ts: calendar.iso(latest.lastReadingAt), receivedAt: calendar.iso(latest.lastReceivedAt), values };
}

/** Its register first; the register is there even before the first reading. */
function pointsOf(latest: LatestValues | undefined, registerPoint: string): string[] {
  return [registerPoint, ...Object.keys(latest?.points ?? {}).filter((point) => point !== registerPoint)];
}

/** The register's unit as the portfolio names it; other points by their name. */
export function unitFor(point: string, register: { readonly point: string; readonly unit: string }): string | null {
  return point === register.point ? register.unit : unitOf(point);
}
