import type { WireAlarm } from '../../../../domain/wire-alarms.ts';
import type { WireMeter } from '../../../../domain/wire.ts';
import * as calls from '../../api/calls.ts';
import type { Answer } from '../../api/problem.ts';
import { dateAt, dayMs, startOf } from '../../format/zone.ts';
import { marksOf, type Mark } from '../../charts/mark.ts';
import { KeptAnswer } from '../place/kept-answer.svelte.ts';
import { askDaysOff, askHours } from './hours.ts';
import { nightsOf, spanOf, type CountedKind, type Night } from './nights.ts';
import { silentSince } from './words.ts';

export type Counted = WireAlarm & { readonly kind: CountedKind };
export const isCounted = (alarm: WireAlarm): alarm is Counted => alarm.kind !== 'meter-silent';

/** A silent meter: what it said around its last reading. */
export interface Silence {
  readonly meter: WireMeter;
  readonly marks: readonly Mark[];
  readonly from: number;
  readonly to: number;
  readonly every: '1h' | '1d';
}
export type Picture =
  | { readonly kind: 'nights'; readonly nights: readonly Night[] }
  | { readonly kind: 'silence'; readonly silence: Silence };

/** What convinces: asked when an alarm is chosen, kept for coming back. */
export class PictureStore {
  readonly answer = new KeptAnswer<Picture>(300_000);

  show(alarm: WireAlarm, now: number, zone: string): void {
    const key = `${alarm.id} ${alarm.seen} ${alarm.state === 'closed'}`;
    this.answer.show(key, (signal) =>
      isCounted(alarm) ? nightsAnswer(alarm, now, zone, signal) : silenceAnswer(alarm, now, zone, signal),
    );
  }
}

async function nightsAnswer(alarm: Counted, now: number, zone: string, signal: AbortSignal): Promise<Answer<Picture>> {
  const span = spanOf(alarm, now, zone);
  const [hours, daysOff] = await Promise.all([
    askHours(alarm, span, zone, signal),
    alarm.kind === 'weekend-base-load' ? askDaysOff(alarm.building, alarm.carrier, span, signal) : null,
  ]);
  if (!hours.ok) return hours;
  if (daysOff !== null && !daysOff.ok) return daysOff;
  return {
    ok: true,
    value: { kind: 'nights', nights: nightsOf(alarm, hours.value, daysOff?.value ?? null, now, zone) },
  };
}

async function silenceAnswer(
  alarm: WireAlarm,
  now: number,
  zone: string,
  signal: AbortSignal,
): Promise<Answer<Picture>> {
  const meter = await calls.meter(alarm.meter ?? '', signal);
  if (!meter.ok) return meter;
  const until = alarm.closed === null ? now : Date.parse(alarm.closed.at);
  const last = meter.value.lastReading;
  const stopped = alarm.closed === null && last !== null ? Date.parse(last.ts) : silentSince(alarm);
  const every = until - stopped > 7 * dayMs ? '1d' : '1h';
  const from = startOf(dateAt(stopped - (every === '1d' ? 21 : 2) * dayMs, zone), zone);
  const to = Math.min(now, until + (alarm.closed === null ? 0 : dayMs));
  const series = await calls.series(alarm.meter ?? '', meter.value.register.point, { from, to, every }, signal);
  if (!series.ok) return series;
  const silence = { meter: meter.value, marks: marksOf(series.value), from, to, every } as const;
  return { ok: true, value: { kind: 'silence', silence } };
}
