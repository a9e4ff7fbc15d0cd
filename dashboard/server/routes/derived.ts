import { z } from 'zod';
import { problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import type { House } from '../house.ts';

const hashSchema = z
  .object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), intervals: z.int().nonnegative() })
  .meta({ id: 'DerivedHash' });

/** Installations that are being rebuilt now: a second call would do the same work twice. */
const rebuilding = new WeakSet<House['store']>();

export const derivedRoutes = [
  route({
    method: 'post',
    path: '/api/v1/rebuild',
    summary: 'Derive everything from raw again; answers when it is done, which may take minutes',
    tag: 'operation',
    answers: { 200: { description: 'Hash of all derived content', schema: hashSchema } },
    problems: [409, 503],
    handle: async (
      { viewer, address },
      { collector, registry, store, quality, today, usual, verdicts, contracts, log },
    ) => {
      if (rebuilding.has(store)) return problem(409, 'running', 'A rebuild is running already.');
      rebuilding.add(store);
      const entry = { actor: viewer.name, action: 'derived.rebuild', subject: 'intervals', address };
      try {
        const result = await collector.rebuild((done, of) => log.debug({ done, of }, 'rebuilding'));
        await registry.audit({ ...entry, result: 'done', detail: result.sha256 });
        return json({ sha256: result.sha256, intervals: result.intervals });
      } catch (error) {
        await registry.audit({ ...entry, result: 'failed', detail: String(error) });
        throw error;
      } finally {
        for (const known of [quality, today, usual, verdicts, contracts]) known.forget();
        rebuilding.delete(store);
      }
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/derived/hash',
    summary: 'Hash of all derived content, to compare with what a rebuild gives',
    tag: 'operation',
    answers: { 200: { description: 'Hash, after what is under way was derived', schema: hashSchema } },
    handle: async (_call, { collector, store }) => {
      await collector.settled();
      const { sha256, intervals } = await store.contentHash();
      return json({ sha256, intervals });
    },
  }),
];
