import { until, type Product } from '../product.ts';
import { Metrics } from './metrics.ts';

const MIB = 2 ** 20;
const PATIENCE_MS = 15_000;

/** MiB, rounded. */
export interface Memory {
  /** Objects and buffers of the main thread, garbage included that was not collected yet. */
  readonly held: number;
  /** Of the process. */
  readonly rss: number;
}

export interface MemoryBack extends Memory {
  readonly afterMs: number;
  /** Whether it came back by itself, or the collector had to be asked. */
  readonly asked: boolean;
}

/**
 * What may lie about until the garbage collector comes round by itself: a heap of this size grows by some tens of MiB
 * between two collections, and the allocator keeps pages that were freed.
 */
const GARBAGE: Memory = { held: 48, rss: 128 };
/**
 * What may be there more after a collection: the ledger's and the readings' own state, compiled code, log keys; and pages
 * that the allocator keeps for what comes next, which after ten thousand connections are many.
 */
const LIVE: Memory = { held: 12, rss: 192 };

/** To be put into the environment of a product that {@link memoryBack} shall be asked about. */
export const collectOnSignal = {
  NODE_OPTIONS: `--expose-gc --import ${new URL('./collect-on-signal.mjs', import.meta.url).href}`,
};

export async function memoryOf(product: Product): Promise<Memory> {
  const metrics = await Metrics.of(product);
  const held = metrics.value('nodejs_heap_size_used_bytes') + metrics.value('nodejs_external_memory_bytes');
  return { held: Math.round(held / MIB), rss: Math.round(metrics.value('process_resident_memory_bytes') / MIB) };
}

/** What is left when the garbage is collected. */
export async function liveMemoryOf(product: Product): Promise<Memory> {
  const collections = async (): Promise<number> =>
    (await Metrics.of(product)).value('nodejs_gc_duration_seconds_count{kind="major"}');
  const before = await collections();
  await until('a collection', async () => {
    process.kill(product.runtime.pid, 'SIGUSR2');
    return (await collections()) > before;
  });
  return memoryOf(product);
}

/**
 * Waits until memory is back at a baseline (after a collection). An idle process does not collect, however much there
 * is: for a moment it may do so by itself, then it is asked to, and little more than the baseline may be left.
 */
export async function memoryBack(product: Product, baseline: Memory, byItselfMs = 1_000): Promise<MemoryBack> {
  const since = performance.now();
  let now = baseline;
  let asked = false;
  await until(
    `memory back at ${JSON.stringify(baseline)}`,
    async () => {
      asked = performance.now() - since >= byItselfMs;
      now = asked ? await liveMemoryOf(product) : await memoryOf(product);
      const slack = asked ? LIVE : GARBAGE;
      if (now.held <= baseline.held + slack.held && now.rss <= baseline.rss + slack.rss) return true;
      throw new Error(JSON.stringify(now));
    },
    PATIENCE_MS,
  );
  return { ...now, afterMs: Math.round(performance.now() - since), asked };
}
