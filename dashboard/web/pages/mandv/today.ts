import type { LiveMandvDelta, WireMandvToday } from '../../../../domain/wire-mandv.ts';

/** Hours replaced by their time, the rest as it was. */
export function withHours(today: WireMandvToday, delta: LiveMandvDelta): WireMandvToday {
  const fresh = new Map(delta.hours.map((h) => [h.ts, h]));
  const hours = today.hours.map((h) => {
    const found = fresh.get(h.ts);
    fresh.delete(h.ts);
    return found ?? h;
  });
  const all = [...hours, ...fresh.values()].sort((a, b) => Date.parse(a.ts) - Date.parse(b.ts));
  const { actual, counterfactual, halfWidth } = delta;
  return { ...today, hours: all, actual, counterfactual, halfWidth };
}
