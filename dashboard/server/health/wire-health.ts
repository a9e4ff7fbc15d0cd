import type { SourceState } from '../../../collector/sources/port.ts';
import type { HealthState, WireForwarder, WireHealth, WireSource } from '../../../domain/wire-devices.ts';
import type { ForwarderState } from '../../../storage/series/port.ts';
import type { House } from '../house.ts';
import { healthFacts } from './facts.ts';
import { judgeHealth } from './judge.ts';
import { refusalsOf } from './refusals.ts';

const worstFirst: readonly HealthState[] = ['failing', 'degraded', 'ok', 'off'];

export async function wireHealth(house: House): Promise<WireHealth> {
  const { calendar, collector, metrics, vitals } = house;
  const facts = await healthFacts(house);
  const iso = (at: number | null) => (at === null ? null : calendar.iso(at));
  const parts = judgeHealth(facts)
    .map((part) => ({ ...part, since: iso(part.since) }))
    .sort((a, b) => worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state));
  return {
    at: calendar.iso(facts.now),
    since: calendar.iso(vitals.since),
    parts,
    ingest: {
      ...collector.lastMinute(),
      pendingMessages: collector.pendingMessages,
      pendingBytes: collector.pendingBytes,
      dirtyMeters: facts.dirtyMeters,
      eventLoopP99Ms: vitals.eventLoopP99Ms,
      residentBytes: process.memoryUsage.rss(),
    },
    refusals: await refusalsOf(metrics),
    forwarder: facts.forwarder && wireForwarder(facts.forwarder, facts.now, calendar),
    sources: facts.sources.map((source) => wireSource(source, calendar)),
  };
}

function wireForwarder(state: ForwarderState, now: number, calendar: House['calendar']): WireForwarder {
  const { url, waitingRows, oldestWaitingAt, deadLetters, lastError, waitingForHistory } = state;
  return {
    url,
    state: state.state,
    waitingRows,
    oldestWaitingSeconds: oldestWaitingAt === null ? null : Math.max(0, (now - oldestWaitingAt) / 1000),
    deadLetters,
    lastError: lastError && { at: calendar.iso(lastError.at), message: lastError.message },
    waitingForHistory,
  };
}

function wireSource(source: SourceState, calendar: House['calendar']): WireSource {
  const { name, url, topics, state, since, messages, lastMessageAt, lastError } = source;
  return {
    name,
    url,
    topics,
    state,
    since: calendar.iso(since),
    messages,
    lastMessageAt: lastMessageAt === null ? null : calendar.iso(lastMessageAt),
    lastError: lastError && { at: calendar.iso(lastError.at), message: lastError.message },
  };
}
