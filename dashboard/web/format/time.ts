import type { Language } from './quantity.ts';
import { dateAt, offsetAt, partsAt, weekday, type LocalDate } from './zone.ts';

const two = (n: number) => String(n).padStart(2, '0');
const weekdays = {
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
};
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function weekdayName(date: LocalDate, language: Language): string {
  return weekdays[language][weekday(date) - 1]!;
}

/** `11 月` / `Nov` */
export function monthName(month: number, language: Language): string {
  return language === 'zh' ? `${month} 月` : months[month - 1]!;
}

/** `14:35` */
export function clock(at: number, zone: string): string {
  const p = partsAt(at, zone);
  return `${two(p.hour)}:${two(p.minute)}`;
}

/** `14:35:08` */
export function clockSeconds(at: number, zone: string): string {
  return `${clock(at, zone)}:${two(partsAt(at, zone).second)}`;
}

/** `11-23` */
export function monthDay(at: number, zone: string): string {
  return dateAt(at, zone).slice(5);
}

/** `11-23 14:35` */
export function dayTime(at: number, zone: string): string {
  return `${monthDay(at, zone)} ${clock(at, zone)}`;
}

/** `2026-11-23 14:35:08` */
export function fullTime(at: number, zone: string): string {
  return `${dateAt(at, zone)} ${clockSeconds(at, zone)}`;
}

/** The time alone for today, with the day for this year, with the year for others. */
export function shortTime(at: number, now: number, zone: string): string {
  const day = dateAt(at, zone);
  const today = dateAt(now, zone);
  if (day === today) return clockSeconds(at, zone);
  return day.slice(0, 4) === today.slice(0, 4) ? dayTime(at, zone) : `${day} ${clock(at, zone)}`;
}

/** ISO 8601 with the zone's offset, as in exports: `2026-11-23T14:35:00+08:00`. */
export function isoWithOffset(at: number, zone: string): string {
  const minutes = Math.round(offsetAt(at, zone) / 60_000);
  const sign = minutes < 0 ? '-' : '+';
  const p = partsAt(at, zone);
  const offset = `${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  const rest = at % 1000 ? `.${String(((at % 1000) + 1000) % 1000).padStart(3, '0')}` : '';
  return `${dateAt(at, zone)}T${two(p.hour)}:${two(p.minute)}:${two(p.second)}${rest}${offset}`;
}

/** `北京时间 UTC+8` / `Beijing time UTC+8`; other zones by their own name. */
export function zoneLabel(at: number, zone: string, language: Language): string {
  const minutes = Math.round(offsetAt(at, zone) / 60_000);
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  const offset = `UTC${minutes < 0 ? '−' : '+'}${hours}${rest ? `:${two(rest)}` : ''}`;
  if (zone === 'Asia/Shanghai') return `${language === 'zh' ? '北京时间' : 'Beijing time'} ${offset}`;
  return zone === 'UTC' ? 'UTC' : `${zone} ${offset}`;
}
