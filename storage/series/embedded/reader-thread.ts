import { workerData } from 'node:worker_threads';
import type { FindingQuery } from '../port.ts';
import { derivedPath, openReading, rawPath } from './connection.ts';
import { Findings } from './finding-queries.ts';
import { Reader } from './reader.ts';
import { serve } from './serve.ts';

function open() {
  const { directory, timezone } = workerData as { directory: string; timezone: string };
  const raw = openReading(rawPath(directory), 8);
  const derived = openReading(derivedPath(directory), 8);
  const reader = new Reader(raw, derived, timezone);
  const findings = new Findings(derived);
  const api = {
    samples: (request: Parameters<Reader['samples']>[0]) => reader.samples(request),
    arrivals: (request: Parameters<Reader['arrivals']>[0]) => reader.arrivals(request),
    intervalsOf: (request: Parameters<Reader['intervalsOf']>[0]) => reader.intervalsOf(request),
    intervalsAsOf: (request: Parameters<Reader['intervalsAsOf']>[0]) => reader.intervalsAsOf(request),
    events: (query: Parameters<Reader['events']>[0]) => reader.events(query),
    quarantine: (query: Parameters<Reader['quarantine']>[0]) => reader.quarantine(query),
    waiting: (_: void) => reader.waiting(),
    waitingOf: (request: Parameters<Reader['waitingOf']>[0]) => reader.waitingOf(request),
    findings: (query: FindingQuery) => findings.find(query),
    countFindings: (meters: readonly string[] | undefined) => findings.count(meters),
    findingsAsOf: (request: Parameters<Reader['findingsAsOf']>[0]) => reader.findingsAsOf(request),
    revisions: (request: Parameters<Reader['revisions']>[0]) => reader.revisions(request),
    close: (_: void) => {
      raw.close();
      derived.close();
    },
  };
  return { api, opened: undefined };
}
export type ReaderApi = ReturnType<typeof open>['api'];

serve(open);
