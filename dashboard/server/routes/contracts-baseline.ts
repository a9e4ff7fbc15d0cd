import { z } from 'zod';
import type { StoredContract } from '../../../storage/registry/contract-port.ts';
import { outdated } from '../contracts/frozen-text.ts';
import type { House } from '../house.ts';
import { notFound, problem, type Problem } from '../http/problem.ts';
import { json, route, type Reply } from '../http/route.ts';
import { sideOf } from '../rights.ts';
import { contractBaselineSchema } from '../wire/contract-schemas.ts';
import { sha256Text } from '../wire/mandv-parts.ts';
import {
  contractParams as params,
  contractsPath,
  contractsTag as tag,
  notSettled,
  withContract,
} from './contracts-of.ts';
import { noSide } from './contracts-settlement-steps.ts';

const path = `${contractsPath}/{id}/baseline`;
const answers = { 200: { description: 'The baseline as it stands', schema: contractBaselineSchema } };

export const contractBaselineRoutes = [
  route({
    method: 'get',
    path,
    summary: 'Models of the base period, meter by meter, with what was frozen and who signed it',
    tag,
    params,
    answers,
    handle: ({ viewer, params: { id } }, house) =>
      withContract(viewer, id, house, (stored) => answerWith(stored, house)),
  }),
  route({
    method: 'post',
    path: `${path}/freeze`,
    summary: 'Keep the models and the hash of what they were fitted to, for both sides to sign',
    tag,
    params,
    answers,
    problems: [409],
    handle: ({ viewer, params: { id }, address }, house) =>
      withContract(viewer, id, house, async (stored) => {
        // What was received and not yet derived belongs to the baseline too.
        await house.collector.settled();
        const baseline = await house.contracts.baselineToFreeze(stored);
        if ('code' in baseline) {
          const entry = { actor: viewer.name, action: 'contract.freeze', subject: id, address } as const;
          await house.registry.audit({ ...entry, result: 'refused', detail: baseline.code });
          return notSettled(baseline);
        }
        const done = await house.registry.contracts.freeze(id, baseline, viewer);
        if (done === 'refused') return problem(409, 'signed', 'The baseline that is frozen was signed: it stands.');
        return done === 'unknown' ? notFound('contract', id) : answerWith(stored, house);
      }),
  }),
  route({
    method: 'post',
    path: `${path}/sign`,
    summary: 'Sign the frozen baseline for your side: the hash says which one lay before you',
    tag,
    params,
    body: { kind: 'json', schema: z.object({ sha256: sha256Text }) },
    answers,
    problems: [409],
    handle: ({ viewer, params: { id }, body: { sha256 } }, house) =>
      withContract(viewer, id, house, async (stored) => {
        const side = sideOf(viewer);
        if (side === null) return noSide(viewer);
        const { problems } = await house.contracts.baseline(stored);
        const old = problems.find(({ code }) => code === outdated);
        if (old !== undefined) {
          return problem(409, 'text-changed', old.message.en, { members: { message: old.message } });
        }
        const done = await house.registry.contracts.sign(id, side, sha256, viewer);
        if (done === 'refused') return whyNotSigned(id, sha256, house);
        return done === 'unknown' ? notFound('contract', id) : answerWith(stored, house);
      }),
  }),
];

async function answerWith(stored: StoredContract, { contracts }: House): Promise<Reply> {
  return json(await contracts.baseline(stored));
}

async function whyNotSigned(id: string, sha256: string, { registry }: House): Promise<Problem> {
  const baseline = await registry.contracts.baseline(id);
  if (baseline === null) return problem(409, 'not-frozen', 'There is no frozen baseline to sign.');
  if (baseline.sha256 !== sha256) {
    return problem(409, 'other-baseline', 'Another baseline is frozen by now: read it before you sign.');
  }
  return problem(409, 'signed', 'Your side has signed it.');
}
