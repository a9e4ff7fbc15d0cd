import type { WireAlarm, WireAlarmStep } from '../../../../domain/wire-alarms.ts';
import type { SignName } from '../../components/Sign.svelte';
import { count, type Format } from '../../format/index.ts';
import type { Messages } from '../../messages/type.ts';
import { moneyPerDay } from './figures.ts';

/** An alarm in words: one way for its page, the overview and a building. */

export function signOf({ kind, state }: WireAlarm): SignName {
  if (state === 'closed') return 'met';
  if (kind === 'meter-silent') return 'silent';
  return state === 'acknowledged' ? 'notice' : 'alarm';
}

const hourMs = 3_600_000;

/** How long a meter has said nothing, or said nothing before it spoke again. */
export function silenceMs({ closed, found, openedAt }: WireAlarm): number {
  // Told as of now while it lasts, as of its beginning afterwards.
  return (found ?? 0) * hourMs + (closed === null ? 0 : Date.parse(closed.at) - Date.parse(openedAt));
}

/** When a meter fell silent, to the hour: found says how long it was when that was looked at. */
export const silentSince = ({ closed, found, openedAt, lastSeenAt }: WireAlarm): number =>
  Date.parse(closed === null ? lastSeenAt : openedAt) - (found ?? 0) * hourMs;

/** Since when, as short as a list has room for: the time of today, else the day. */
export function sinceText(alarm: WireAlarm, now: number, f: Format): string {
  const at = alarm.kind === 'meter-silent' ? silentSince(alarm) : Date.parse(alarm.openedAt);
  if (f.date(at) === f.date(now)) return f.clock(at);
  return f.date(at).slice(0, 4) === f.date(now).slice(0, 4) ? f.monthDay(at) : f.date(at);
}

/** How often it was seen: nights, days off; of a silent meter how long it has said nothing. */
export function seenText(alarm: WireAlarm, m: Messages['alarms'], f: Format): string {
  if (alarm.kind === 'meter-silent') return m.silentFor(f.duration(silenceMs(alarm)));
  return (alarm.kind === 'weekend-base-load' ? m.days : m.nights)(count(alarm.seen));
}

/** What it costs so far, else what it used; '' for what uses nothing. */
export function costText({ waste }: WireAlarm, f: Format): string {
  if (waste === null) return '';
  return waste.money === null ? f.text(waste.quantity, waste.unit) : f.text(waste.money, 'CNY');
}

/** What a further day costs, else what it uses. */
export function perDayText(alarm: WireAlarm, f: Format): string {
  if (alarm.waste === null) return '';
  const money = moneyPerDay(alarm);
  return money === null ? f.text(alarm.waste.perDay, alarm.waste.unit) : f.text(money, 'CNY');
}

/** What was found, what is usual and from where on it is odd. */
export function foundText(alarm: WireAlarm, m: Messages['alarms'], f: Format): string {
  if (alarm.kind === 'meter-silent') return '';
  const text = (value: number | null) => f.text(value, alarm.unit);
  return m.said[alarm.kind](text(alarm.found), text(alarm.usual), text(alarm.limit));
}

/** A reason as the platform or a person gave it. */
export const reasonText = (reason: string, m: Messages['alarms']): string => m.reasons[reason] ?? reason;

export const stepSigns: Readonly<Record<WireAlarmStep['what'], SignName>> = {
  opened: 'alarm',
  acknowledged: 'notice',
  assigned: 'due',
  noted: 'due',
  closed: 'met',
};

/** @returns what was done, and what was said with it */
export function stepText(step: WireAlarmStep, m: Messages['alarms']): { readonly head: string; readonly text: string } {
  switch (step.what) {
    case 'opened':
      return { head: m.steps.opened, text: step.text };
    case 'acknowledged':
      return { head: m.steps.acknowledged, text: step.text };
    case 'assigned':
      return { head: step.text === '' ? m.steps.unassigned : m.steps.assigned(step.text), text: '' };
    case 'noted':
      return { head: m.steps.noted, text: step.text };
    case 'closed':
      return {
        head: step.by === null ? m.steps.closedByItself : m.steps.closed,
        text: step.by === null ? reasonText(step.text, m) : step.text,
      };
  }
}
