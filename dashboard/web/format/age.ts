import { unitSpace, type Language } from './quantity.ts';

const units = {
  zh: { s: '秒', min: '分钟', h: '小时', d: '天' },
  en: { s: 's', min: 'min', h: 'h', d: 'd' },
};

/** `7 秒`, `22 min`, `6 h`, `14 天`: one unit, rounded down, as an age is felt. */
export function duration(ms: number, language: Language): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const u = units[language];
  const [n, unit] =
    seconds < 60
      ? [seconds, u.s]
      : seconds < 3_600
        ? [Math.floor(seconds / 60), u.min]
        : seconds < 86_400
          ? [Math.floor(seconds / 3_600), u.h]
          : [Math.floor(seconds / 86_400), u.d];
  return `${n.toLocaleString('en-US')}${language === 'zh' ? ' ' : unitSpace}${unit}`;
}

/** `7 秒前` / `7 s ago`; a reading whose clock runs ahead says so instead of pretending to be new. */
export function age(ms: number | null, language: Language): string {
  if (ms === null || !Number.isFinite(ms)) return '—';
  // Up to two seconds ahead is the two clocks' own difference.
  if (ms < -2_000) return language === 'zh' ? `超前 ${duration(ms, language)}` : `${duration(ms, language)} ahead`;
  const text = duration(Math.max(0, ms), language);
  return language === 'zh' ? `${text}前` : `${text} ago`;
}

/** A meter's interval as written in the portfolio: `15m` → `15 min`. */
export function interval(text: string, language: Language): string {
  const match = /^(\d+)\s*(s|m|h|d)$/.exec(text);
  if (!match) return text;
  const unit = { s: 's', m: 'min', h: 'h', d: language === 'zh' ? '天' : 'd' }[match[2] as 's' | 'm' | 'h' | 'd'];
  return `${match[1]}${unitSpace}${unit}`;
}
