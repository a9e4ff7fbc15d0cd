import type { WireMandvToday } from '../../../domain/wire-mandv.ts';

/** Hours of an invented day up to now, one of them missing, one running. */
const dayMs = 86_400_000;
const wave = (i: number, k: number) => Math.sin(i * 12.9898 * k + 78.233) * 0.6 + Math.sin(i * 0.73 * k) * 0.4;

export function fakeToday(now: number): WireMandvToday {
  const zero = Math.floor((now + 8 * 3_600_000) / dayMs) * dayMs - 8 * 3_600_000;
  const hours = Array.from({ length: 24 }, (_, h) => {
    const ts = zero + h * 3_600_000;
    const expectedHour = 90 + 130 / (1 + Math.exp(-(h - 7.5) * 1.8)) / (1 + Math.exp((h - 20) * 1.6));
    const running = ts <= now && ts + 3_600_000 > now;
    return {
      ts: new Date(ts + 8 * 3_600_000).toISOString().replace('Z', '+08:00'),
      actual: ts > now || h === 4 ? null : expectedHour * (0.87 + 0.05 * wave(h, 1.7)) * (running ? 0.4 : 1),
      counterfactual: ts > now + 3 * 3_600_000 ? null : expectedHour,
      halfWidth: ts > now + 3 * 3_600_000 ? null : 18,
      temperatureC: 14,
      ...(running ? { partial: true as const } : {}),
    };
  });
  return {
    date: new Date(now + 8 * 3_600_000).toISOString().slice(0, 10),
    confidence: 0.9,
    hours,
    ...todaySums(hours),
    dataState: 'provisional',
    spread: true,
  };
}

function todaySums(hours: readonly { actual: number | null; counterfactual: number | null; partial?: true }[]) {
  const whole = hours.filter((h) => h.actual !== null && h.counterfactual !== null && !h.partial);
  const sum = (f: (h: (typeof whole)[number]) => number) => whole.reduce((s, h) => s + f(h), 0);
  return {
    actual: sum((h) => h.actual!),
    counterfactual: sum((h) => h.counterfactual!),
    halfWidth: 18 * Math.sqrt(24),
  };
}
