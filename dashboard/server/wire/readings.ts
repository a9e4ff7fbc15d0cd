import { contextReadings, falls, judgementOn, nearReadings } from '../../../domain/metering/register.ts';
import { isRegisterPoint } from '../../../domain/points.ts';
import type { Finding } from '../../../domain/metering/finding.ts';
import type { WireReading } from '../../../domain/wire.ts';
import type { MeterRules } from '../../../domain/metering/meter.ts';
import type { ArrivalColumns, SampleColumns, SeriesStore } from '../../../storage/series/port.ts';

/** Time that holds so many readings, though some of them were never sent. */
const timeOf = (readings: number, intervalMs: number) => Math.max(2 * 86_400_000, 2 * readings * intervalMs);

export interface JudgedReadings {
  readonly total: number;
  readonly odd: number;
  /** Newest first. */
  readonly items: readonly WireReading[];
}

/** Raw readings of one point in [from, to) with their arrival and what was made of them, as intervals rest on it. */
export async function judgedReadings(
  store: Pick<SeriesStore, 'samples' | 'arrivals'>,
  {
    meter,
    point,
    from,
    to,
  }: { readonly meter: string; readonly point: string; readonly from: number; readonly to: number },
  rules: MeterRules | undefined,
  { limit, onlyOdd, iso }: { readonly limit: number; readonly onlyOdd: boolean; readonly iso: (ms: number) => string },
): Promise<JudgedReadings> {
  const judged = rules !== undefined && isRegisterPoint(point);
  const samplesAround = (ms: number) => store.samples(meter, point, from - ms, to + ms);
  const [near, arrivals] = await Promise.all([
    samplesAround(judged ? timeOf(nearReadings, rules.intervalMs) : 0),
    store.arrivals(meter, from, to),
  ]);
  // Where the register fell a judgement looks further.
  const samples =
    judged && falls(near.value, 0, near.value.length)
      ? await samplesAround(timeOf(contextReadings, rules.intervalMs))
      : near;
  const verdicts = judged ? verdictsByReading(samples, rules, point, arrivals) : new Map<number, Finding>();
  const receivedAt = new Map(Array.from(arrivals.ts, (ts, i) => [ts, arrivals.receivedAt[i]!]));
  const items: WireReading[] = [];
  let [total, odd] = [0, 0];
  for (let i = samples.ts.length - 1; i >= 0; i--) {
    const ts = samples.ts[i]!;
    if (ts < from || ts >= to) continue;
    const verdict = verdicts.get(ts);
    total++;
    if (verdict !== undefined) odd++;
    if (items.length >= limit || (onlyOdd && verdict === undefined)) continue;
    const arrived = receivedAt.get(ts);
    items.push({
      ts: iso(ts),
      receivedAt: arrived === undefined ? null : iso(arrived),
      value: samples.value[i]!,
      verdict: verdict?.rule ?? 'normal',
      used: numberOf(verdict, 'used'),
      limit: numberOf(verdict, 'limit'),
    });
  }
  return { total, odd, items };
}

/** A step is told at the reading that it leads to, what was left out at each of its readings. */
function verdictsByReading(
  { ts, value }: SampleColumns,
  rules: MeterRules,
  point: string,
  arrivals: ArrivalColumns,
): Map<number, Finding> {
  const { findings, leftOut } = judgementOn(ts, value, rules, point, arrivals);
  const verdicts = new Map<number, Finding>();
  for (const finding of findings) {
    if (!isLeftOut(finding)) verdicts.set(finding.to, finding);
  }
  for (const finding of findings.filter((one) => isLeftOut(one))) {
    for (const at of leftOut) if (at >= finding.from && at <= finding.to) verdicts.set(at, finding);
  }
  return verdicts;
}

const isLeftOut = ({ rule }: Finding): boolean => rule === 'glitch' || rule === 'clock-jump';

function numberOf(finding: Finding | undefined, name: string): number | null {
  const found = finding?.evidence[name];
  return typeof found === 'number' ? found : null;
}
