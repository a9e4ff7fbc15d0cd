import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { SourceState } from '../../../collector/sources/port.ts';
import { imbalance } from '../../../domain/metering/ledger.ts';
import type { ForwarderState, QuarantineUsage, StoreHealth } from '../../../storage/series/port.ts';
import type { House } from '../house.ts';

/** What the parts of the house say of themselves at one moment: all that the health page judges. */
export interface HealthFacts {
  readonly now: number;
  readonly store: StoreHealth;
  /** Received minus the sum of what it ended in: anything but 0 is a fault of the platform. */
  readonly imbalance: number;
  readonly quarantine: QuarantineUsage | null;
  readonly mqttListens: boolean;
  readonly mqttsListens: boolean;
  /** ms UTC; null = no TLS. `unreadable`: there is a certificate and it can't be read. */
  readonly certificateEndsAt: number | null | 'unreadable';
  readonly dirtyMeters: number;
  readonly dirtySince: number | null;
  readonly forwarder: ForwarderState | null;
  readonly sources: readonly SourceState[];
  /** null = not known. */
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | null;
}

export async function healthFacts(house: House): Promise<HealthFacts> {
  const { store, collector, vitals, now, runtime, sources, dataDir, tls } = house;
  const { mqttPort, mqttsPort } = runtime();
  const [ledger, quarantine, disk] = await Promise.all([
    store.ledger(),
    store.quarantineUsage?.() ?? null,
    dataDir === undefined ? null : diskOf(dataDir),
  ]);
  return {
    now: now(),
    store: store.health(),
    imbalance: imbalance(ledger),
    quarantine,
    mqttListens: mqttPort !== 0,
    mqttsListens: mqttsPort !== undefined,
    certificateEndsAt: tls === undefined ? null : endOfCertificate('current' in tls ? tls.current.cert : tls.cert),
    dirtyMeters: collector.dirtyMeters,
    dirtySince: vitals.dirtySince,
    forwarder: store.forwarding(),
    sources: sources?.() ?? [],
    disk,
  };
}

/** Free for those who are not root. */
export async function diskOf(folder: string): Promise<HealthFacts['disk']> {
  try {
    const { bsize, bavail, blocks } = await statfs(folder);
    return { freeBytes: bsize * bavail, totalBytes: bsize * blocks };
  } catch {
    return null;
  }
}

/** @param cert PEM, or the file that holds it. */
function endOfCertificate(cert: string): number | 'unreadable' {
  try {
    const pem = cert.startsWith('-----BEGIN') ? cert : readFileSync(cert, 'utf8');
    return Date.parse(new X509Certificate(pem).validTo);
  } catch {
    return 'unreadable';
  }
}
