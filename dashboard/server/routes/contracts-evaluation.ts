import { json, route } from '../http/route.ts';
import { contractsRunSchema } from '../wire/contract-schemas.ts';
import { contractsPath, contractsTag as tag } from './contracts-of.ts';

const path = `${contractsPath}/evaluation`;

/** Mounted before the routes with an id in the same place. */
export const contractEvaluationRoutes = [
  route({
    method: 'get',
    path,
    summary: 'How far the evaluation of all contracts is: the one of the night, or one that was asked for',
    tag,
    answers: { 200: { description: 'Progress', schema: contractsRunSchema } },
    handle: (_call, { contracts }) => json(contracts.run),
  }),
  route({
    method: 'post',
    path,
    summary: 'Evaluate all contracts now; one that is under way goes on',
    tag,
    answers: { 202: { description: 'Begun', schema: contractsRunSchema } },
    handle: async ({ viewer, address }, { contracts, registry, log }) => {
      if (!contracts.run.running) {
        const entry = { actor: viewer.name, action: 'contract.evaluate', subject: 'contracts', address } as const;
        await registry.audit({ ...entry, result: 'done', detail: null });
        contracts
          .evaluateAll()
          .catch((error: unknown) => log.error({ err: error }, 'contracts could not be evaluated'));
      }
      return json(contracts.run, 202);
    },
  }),
];
