import { until, type Product } from '../product.ts';
import { Metrics } from './metrics.ts';

const MIB = 2 ** 20;
const PATIENCE_MS = 20_000;

/** MiB, rounded. */
export interface Memory {
  /** Objects and buffers that JavaScript holds, garbage that was not collected yet included. */
  readonly held: number;
  readonly rss: number;
}

/**
 * What an attack may leave behind until the garbage collector comes round by itself: nobody tells it to. A V8 heap of
 * this size grows by some tens of MiB between two collections, and the allocator keeps pages that it freed. An attack
 * that leaks goes far beyond: each brings several times as much.
 */
export const SLACK: Memory = { held: 48, rss: 128 };

export async function memoryOf(product: Product): Promise<Memory> {
  const metrics = await Metrics.of(product);
  const held = metrics.value('nodejs_heap_size_used_bytes') + metrics.value('nodejs_external_memory_bytes');
  return { held: Math.round(held / MIB), rss: Math.round(metrics.value('process_resident_memory_bytes') / MIB) };
}

/** Waits until memory is back at a baseline, give or take {@link SLACK}. @returns what it is then, and how long it took. */
export async function memoryBack(product: Product, baseline: Memory): Promise<Memory & { afterMs: number }> {
  const since = performance.now();
  let now: Memory | undefined;
  const limit = `${baseline.held} + ${SLACK.held} MiB held, ${baseline.rss} + ${SLACK.rss} MiB resident`;
  await until(
    `memory back at ${limit}`,
    async () => {
      now = await memoryOf(product);
      if (now.held <= baseline.held + SLACK.held && now.rss <= baseline.rss + SLACK.rss) return true;
      throw new Error(JSON.stringify(now));
    },
    PATIENCE_MS,
  );
  return { ...now!, afterMs: Math.round(performance.now() - since) };
}
