/** A stretch of a local day, minutes from midnight; `fromMinute` counts, `toMinute` does not. */
export interface MinuteSpan {
  readonly fromMinute: number;
  readonly toMinute: number;
}
export interface OccupiedHours {
  /** In their order, joined where they touch; empty = always. */
  readonly spans: readonly MinuteSpan[];
  /** The text itself says workdays. */
  readonly workdays: boolean;
}

const dayMinutes = 1_440;
const always = /^(all|always|all[ -]?day|24h|24\/7|24|全天|全天候|全部)$/i;
const onWorkdays = /(workdays?|weekdays?|working days?|mon(day)?\s*[-–—~至]\s*fri(day)?|工作日|周一至周五)/i;
const clock = /^(\d{1,2})(?:[:：](\d{2}))?(?::00)?\s*(?:h|时|点)?$/i;

/**
 * Occupied hours as people write them: `08:30-17:30`, `8-18`, `8:30–12:00, 13:30–17:30`, a list of such, `[8, 18]`, the
 * hours of the day `[8, 9, 10]`, `{from, to}`, `all`, `workdays 08:30-17:30`. A span over midnight is two.
 * @returns null for what can't be read
 */
export function hoursIn(value: unknown): OccupiedHours | null {
  if (value === null || value === undefined) return { spans: [], workdays: false };
  const parts = partsOf(value);
  if (parts === null) return null;
  const spans: MinuteSpan[] = [];
  let [workdays, allDay] = [false, parts.length === 0];
  for (const part of parts) {
    if (typeof part !== 'string') {
      spans.push(...part);
      continue;
    }
    const rest = part.replace(onWorkdays, '').replace(/^[\s,:：，]+|[\s,，]+$/g, '');
    if (rest !== part.trim()) workdays = true;
    if (always.test(rest) || (rest === '' && workdays)) allDay = true;
    else {
      const span = spanIn(rest);
      if (span === null) return null;
      spans.push(...span);
    }
  }
  const joined = allDay ? [] : join(spans);
  return { spans: coversAll(joined) ? [] : joined, workdays };
}

type Part = string | readonly MinuteSpan[];

/** Single spans, as texts or read already. */
function partsOf(value: unknown): readonly Part[] | null {
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'string') {
    const parts = value.split(/[,;，；、\n]|\band\b|和/).filter((part) => part.trim() !== '');
    return parts.length === 0 ? null : parts;
  }
  if (Array.isArray(value)) return partsOfList(value as readonly unknown[]);
  if (typeof value !== 'object' || value === null) return null;
  const { from, to, ...others } = value as Record<string, unknown>;
  return Object.keys(others).length > 0 ? null : fromTo(from, to);
}

function partsOfList(list: readonly unknown[]): readonly Part[] | null {
  const single = list.every((entry) => minuteOf(entry) !== null);
  // Two times are a beginning and an end; more of them are the hours of the day themselves.
  if (list.length === 2 && single) return fromTo(list[0], list[1]);
  const hours = list as readonly number[];
  if (list.length > 0 && hours.every((hour) => Number.isInteger(hour) && hour >= 0 && hour < 24)) {
    return [hours.map((hour) => ({ fromMinute: hour * 60, toMinute: hour * 60 + 60 }))];
  }
  const parts: Part[] = [];
  for (const entry of list) {
    const inner = partsOf(entry);
    if (inner === null) return null;
    parts.push(...inner);
  }
  return parts;
}

function fromTo(from: unknown, to: unknown): readonly Part[] | null {
  const span = spanOf(minuteOf(from), minuteOf(to));
  return span === null ? null : [span];
}

function spanIn(text: string): readonly MinuteSpan[] | null {
  const ends = text.split(/\s*(?:-|–|—|~|～|至|到|\bto\b)\s*/);
  return ends.length === 2 ? spanOf(minuteOf(ends[0]), minuteOf(ends[1])) : null;
}

function minuteOf(value: unknown): number | null {
  const match = clock.exec(String(value).trim());
  if (match === null || (typeof value !== 'number' && typeof value !== 'string')) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2] ?? 0)];
  const minute = hours * 60 + minutes;
  return minutes < 60 && minute <= dayMinutes ? minute : null;
}

function spanOf(from: number | null, to: number | null): readonly MinuteSpan[] | null {
  if (from === null || to === null || from === to || from === dayMinutes) return null;
  if (from < to) return [{ fromMinute: from, toMinute: to }];
  const early = to === 0 ? [] : [{ fromMinute: 0, toMinute: to }];
  return [...early, { fromMinute: from, toMinute: dayMinutes }];
}

function join(spans: readonly MinuteSpan[]): readonly MinuteSpan[] {
  const joined: MinuteSpan[] = [];
  for (const span of spans.toSorted((a, b) => a.fromMinute - b.fromMinute)) {
    const last = joined.at(-1);
    if (last === undefined || span.fromMinute > last.toMinute) joined.push(span);
    else joined[joined.length - 1] = { ...last, toMinute: Math.max(last.toMinute, span.toMinute) };
  }
  return joined;
}

function coversAll([first, ...others]: readonly MinuteSpan[]): boolean {
  return others.length === 0 && first?.fromMinute === 0 && first.toMinute === dayMinutes;
}
