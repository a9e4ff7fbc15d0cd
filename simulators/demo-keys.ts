import { randomBytes, randomInt } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CityDates } from './city/city.ts';

/** What the simulated devices know and nobody else: their secrets, and what their values rest on. */
export interface DemoKeys {
  readonly seed: number;
  readonly dates: CityDates;
  /** Where the loaded past ended and how fast they were to live from there to the present; absent: an older demo. */
  readonly liveFrom?: number;
  readonly speed?: number;
  readonly secretOf: (device: string) => string;
}

interface KeyFile {
  readonly seed: number;
  readonly worksDay?: number | null;
  readonly firstDay?: number | null;
  readonly liveFrom?: number;
  readonly speed?: number;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface DemoBeginning extends CityDates {
  /** Absent: any. */
  readonly seed?: number;
  readonly liveFrom?: number;
  readonly speed?: number;
}

const demoKeysFile = 'demo-devices.json';

/**
 * The keys of this installation's demo, made at random when there are none: a demo must not be a way in. The register
 * keeps hashes only, so the simulators' copy lies in a file that only the owner reads.
 * @param beginning of a demo that begins now; one that exists keeps its own, and so its registers go on seamlessly.
 */
export function demoKeys(folder: string, devices: readonly string[], beginning: DemoBeginning = {}): DemoKeys {
  const known = readKeys(join(folder, demoKeysFile));
  const missing = devices.filter((id) => known?.secrets[id] === undefined);
  const keys: KeyFile = {
    seed: known?.seed ?? beginning.seed ?? randomInt(1, 2 ** 31),
    worksDay: (known ?? beginning).worksDay ?? null,
    firstDay: (known ?? beginning).firstDay ?? null,
    ...livingOf(known ?? beginning),
    secrets: {
      ...known?.secrets,
      ...Object.fromEntries(missing.map((id) => [id, randomBytes(24).toString('base64url')])),
    },
  };
  if (known === null || missing.length > 0) {
    const draft = join(folder, `${demoKeysFile}.new`);
    writeFileSync(draft, JSON.stringify(keys, null, 2) + '\n', { mode: 0o600 });
    renameSync(draft, join(folder, demoKeysFile));
  }
  return usable(keys);
}

/** The keys that lie there; null: this installation has not made its demo. */
export function readDemoKeys(folder: string): DemoKeys | null {
  const known = readKeys(join(folder, demoKeysFile));
  return known && usable(known);
}

function usable(keys: KeyFile): DemoKeys {
  return {
    seed: keys.seed,
    dates: { worksDay: keys.worksDay ?? null, firstDay: keys.firstDay ?? null },
    ...livingOf(keys),
    secretOf: (device) => {
      const secret = keys.secrets[device];
      if (secret === undefined) throw new Error(`The demo has no device ${device}.`);
      return secret;
    },
  };
}

function livingOf({ liveFrom, speed }: Pick<KeyFile, 'liveFrom' | 'speed'>) {
  return { ...(liveFrom !== undefined && { liveFrom }), ...(speed !== undefined && { speed }) };
}

/** A demo that was taken out leaves none. */
export function forgetDemoKeys(folder: string): void {
  rmSync(join(folder, demoKeysFile), { force: true });
}

function readKeys(path: string): KeyFile | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as KeyFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
