import type { HealthState, WireHealthPart } from '../../../domain/wire-devices.ts';
import type { HealthFacts } from './facts.ts';

const day = 86_400_000;
const minute = 60_000;
/** A certificate is renewed with weeks to spare; one that is not shows before it ends. */
const certificateWarningMs = 21 * day;
/** Derived values follow within seconds; minutes of lag are worth a look. */
const lagWarningMs = 5 * minute;
const mebibyte = 1024 * 1024;
const diskWarning = { share: 0.1, bytes: 2_048 * mebibyte };
const diskFailing = { share: 0.02, bytes: 256 * mebibyte };

/** A part as judged; `since` in ms UTC. */
export type JudgedPart = Omit<WireHealthPart, 'since'> & { readonly since: number | null };

/** States and plain words from facts: what failed, what still holds, what to do. */
export function judgeHealth(facts: HealthFacts): JudgedPart[] {
  return [
    ...storeParts(facts),
    gatewayPart(facts),
    tlsPart(facts),
    pipelinePart(facts),
    influxPart(facts),
    ...facts.sources.map(sourcePart),
    diskPart(facts),
  ];
}

type Part = WireHealthPart['part'];
const ok = (part: Part, detail: string | null = null): JudgedPart => ({ ...named(part), state: 'ok', detail });
const off = (part: Part, detail: string): JudgedPart => ({ ...named(part), state: 'off', detail });
const ill = (
  part: Part,
  state: HealthState,
  code: string,
  detail: string,
  since: number | null = null,
  name: string | null = null,
): JudgedPart => ({ part, name, state, code, detail, since });
const named = (part: Part) => ({ part, name: null, code: null, since: null });

function storeParts({ store, imbalance, quarantine }: HealthFacts): JudgedPart[] {
  const parts: JudgedPart[] = [];
  if (store.state === 'ok') parts.push(ok('store'));
  else {
    const detail = `The last commit failed: ${store.message}. Nothing is acknowledged, so devices keep their readings and send again. Free the disk or see the log.`;
    parts.push(ill('store', 'failing', store.code, detail, store.since));
  }
  if (imbalance !== 0) {
    const detail = `${imbalance} items were received and ended nowhere. This is a fault of the platform: please report it, with the log.`;
    parts.push(ill('store', 'failing', 'ledger-imbalance', detail, null, 'ledger'));
  }
  if (quarantine !== null && (quarantine.full || quarantine.notKept > 0)) {
    const { open, bytes, notKept, maxItems, maxBytes } = quarantine;
    const kept = `${open} open items, ${mib(bytes)} of ${mib(maxBytes)}, ${maxItems} items at most`;
    const detail = quarantine.full
      ? `The quarantine is full (${kept}): further items are counted, but their bytes are not kept (${notKept} so far). Replay or settle what is open.`
      : `${notKept} items were counted while the quarantine was full; their bytes were not kept.`;
    parts.push(ill('store', 'degraded', 'quarantine-full', detail, null, 'quarantine'));
  }
  return parts;
}

function gatewayPart({ mqttListens }: HealthFacts): JudgedPart {
  return mqttListens ? ok('gateway') : off('gateway', 'The built-in broker does not listen.');
}

function tlsPart({ certificateEndsAt, mqttsListens, now }: HealthFacts): JudgedPart {
  if (certificateEndsAt === null) return off('tls', 'No certificate is set: HTTP and MQTT are not encrypted.');
  if (certificateEndsAt === 'unreadable') {
    return ill('tls', 'failing', 'certificate-unreadable', 'The certificate cannot be read. See WATTSTEWARD_TLS_CERT.');
  }
  const days = Math.floor((certificateEndsAt - now) / day);
  if (certificateEndsAt <= now) {
    const detail = 'The certificate has ended: browsers and devices that check it turn away. Replace the files.';
    return ill('tls', 'failing', 'certificate-ended', detail, certificateEndsAt);
  }
  if (certificateEndsAt - now < certificateWarningMs) {
    const detail = `The certificate ends in ${days} days. Replace the files; no restart is needed.`;
    return ill('tls', 'degraded', 'certificate-ends-soon', detail);
  }
  return ok('tls', `The certificate holds for ${days} more days${mqttsListens ? '' : '; MQTT over TLS is off'}.`);
}

function pipelinePart({ dirtyMeters, dirtySince, now }: HealthFacts): JudgedPart {
  if (dirtySince === null || now - dirtySince < lagWarningMs) return ok('pipeline');
  const minutes = Math.floor((now - dirtySince) / minute);
  const detail = `Intervals of ${dirtyMeters} meters have lagged behind their readings for ${minutes} minutes. Readings are stored; hours and days follow.`;
  return ill('pipeline', 'degraded', 'lagging', detail, dirtySince);
}

function influxPart({ forwarder, now }: HealthFacts): JudgedPart {
  if (forwarder === null) return off('influx', 'Readings are kept in the built-in store only.');
  const { state, since, waitingRows, oldestWaitingAt, lastError, deadLetters } = forwarder;
  const waits = oldestWaitingAt === null ? '' : `, the oldest for ${Math.round((now - oldestWaitingAt) / 1000)} s`;
  const held = `${waitingRows} rows wait in the local store${waits}; nothing is lost and devices do not notice.`;
  const why = lastError === null ? '' : ` It said: ${lastError.message}`;
  switch (state) {
    case 'refused':
      return ill(
        'influx',
        'failing',
        'refused',
        `InfluxDB does not let us in. ${held} Check token and names.${why}`,
        since,
      );
    case 'away':
      return ill('influx', 'degraded', 'away', `InfluxDB does not answer. ${held}${why}`, since);
    case 'catching-up':
      return ill('influx', 'degraded', 'catching-up', `InfluxDB is being caught up with. ${held}`, since);
    case 'ok': {
      if (deadLetters === 0) return ok('influx');
      const detail =
        `InfluxDB refused ${deadLetters} rows for good (a value of another type at their place, say); they stay here ` +
        'with its words, and each is in the log.';
      return ill('influx', 'degraded', 'dead-letters', detail);
    }
  }
}

function sourcePart({ name, state, since, lastError }: HealthFacts['sources'][number]): JudgedPart {
  if (state === 'connected') return { ...ok('source'), name, since };
  const why = lastError === null ? '' : ` It said: ${lastError.message}`;
  const detail =
    state === 'refused'
      ? `The broker does not let us in. Check user name, password and topics.${why}`
      : `Not connected; it is tried again. What the broker keeps for us comes later.${why}`;
  return ill('source', state === 'refused' ? 'failing' : 'degraded', state, detail, since, name);
}

function diskPart({ disk }: HealthFacts): JudgedPart {
  if (disk === null) return off('disk', 'The free space of the data folder is not known.');
  const { freeBytes, totalBytes } = disk;
  const share = totalBytes === 0 ? 0 : freeBytes / totalBytes;
  const left = `${mib(freeBytes)} of ${mib(totalBytes)} are free in the data folder`;
  const below = (limit: typeof diskWarning) => share < limit.share && freeBytes < limit.bytes;
  if (below(diskFailing) || freeBytes < diskFailing.bytes / 4) {
    const detail = `${left}. When it is full nothing is acknowledged any more. Make room now.`;
    return ill('disk', 'failing', 'disk-nearly-full', detail);
  }
  if (below(diskWarning)) return ill('disk', 'degraded', 'disk-low', `${left}. Make room, or a larger disk.`);
  return ok('disk', `${left}.`);
}

const mib = (bytes: number): string =>
  bytes < 10 * 1024 * mebibyte ? `${Math.round(bytes / mebibyte)} MiB` : `${Math.round(bytes / mebibyte / 1024)} GiB`;
