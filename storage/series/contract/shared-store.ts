import { rmSync } from 'node:fs';
import { afterAll, beforeAll } from 'vitest';
import type { SeriesStore } from '../port.ts';
import { options, temporaryFolder, type Adapter } from './field.ts';

/** One store for the cases of a block; each case speaks of meters of its own. */
export function sharedStore(adapter: Adapter, timezone = 'Asia/Shanghai'): { readonly store: SeriesStore } {
  const directory = temporaryFolder();
  const shared: { store: SeriesStore } = { store: undefined as unknown as SeriesStore };
  beforeAll(async () => {
    shared.store = await adapter.open(options(directory, { timezone }));
  });
  afterAll(async () => {
    await shared.store?.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return shared;
}
