import { workerData } from 'node:worker_threads';
import { derivedPath, openReading, openWriting, rawPath } from './connection.ts';
import { hashContent } from './content-hash.ts';
import { Deriver, type Derivation } from './deriver.ts';
import type { UnsentRollup } from './rollup-outbox.ts';
import { Samples } from './samples.ts';
import { derivedMigrations, migrate } from './schema.ts';
import { serve } from './serve.ts';

function open() {
  const { directory, timezone, target } = workerData as {
    directory: string;
    timezone: string;
    target: string | null;
  };
  const raw = openReading(rawPath(directory), 8);
  const db = openWriting(derivedPath(directory), 8);
  migrate(db, derivedMigrations, 'derived.sqlite');
  const deriver = new Deriver(db, raw, new Samples(raw), timezone, target !== null);
  if (target === null) db.exec('DELETE FROM forwarding');
  else deriver.startForwarding(target);
  const api = {
    derive: (derivations: readonly Derivation[]) => deriver.derive(derivations),
    keepOnly: (meters: readonly string[]) => deriver.keepOnly(meters),
    forget: (meter: string) => deriver.forget(meter),
    startAfresh: (_: void) => deriver.startAfresh(),
    calculated: (_: void) => deriver.calculated(),
    sent: (rows: readonly Pick<UnsentRollup, 'id' | 'changes'>[]) => deriver.sent(rows),
    contentHash: (_: void) => hashContent(db),
    close: (_: void) => {
      raw.close();
      db.close();
    },
  };
  return { api, opened: deriver.state() };
}
export type DeriverApi = ReturnType<typeof open>['api'];
export type DeriverOpened = ReturnType<typeof open>['opened'];

serve(open);
