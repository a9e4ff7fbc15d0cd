import { z } from 'zod';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { notFound, problem, type Fault, type Problem } from '../http/problem.ts';
import { json, route, type Reply } from '../http/route.ts';
import { contractSchema } from '../wire/contract-schemas.ts';
import { wireContract } from '../wire/wire-contract.ts';
import { contractParams as params, contractsPath as path, contractsTag as tag, withContract } from './contracts-of.ts';

/** The portfolio's item: the import itself checks it, as that of a file. */
const body = {
  kind: 'json',
  schema: z.looseObject({ id: z.string().optional() }).describe('A contract as the portfolio takes it'),
} as const;

export const contractEditRoutes = [
  route({
    method: 'post',
    path,
    summary: 'A new contract, checked as an import checks it',
    tag,
    body,
    answers: { 201: { description: 'The contract', schema: contractSchema } },
    handle: async ({ viewer, body: item }, house) => {
      if (item.id === undefined) return faulty([{ path: 'id', code: 'missing', message: 'is required' }]);
      if ((await house.registry.contracts.one(viewer, item.id)) !== null) {
        return faulty([{ path: 'id', code: 'id-taken', message: `${JSON.stringify(item.id)} is there already` }]);
      }
      return put(item.id, item, viewer, house, 201);
    },
  }),
  route({
    method: 'put',
    path: `${path}/{id}`,
    summary: 'The text of a contract anew, whole; what was settled stays as it was issued',
    tag,
    params,
    body,
    answers: { 200: { description: 'The contract', schema: contractSchema } },
    handle: ({ viewer, params: { id }, body: item }, house) =>
      withContract(viewer, id, house, async () => {
        if (item.id !== undefined && item.id !== id) {
          return faulty([{ path: 'id', code: 'other-id', message: `is not ${JSON.stringify(id)}` }]);
        }
        return put(id, item, viewer, house, 200);
      }),
  }),
];

async function put(id: string, item: object, viewer: Viewer, house: House, status: number): Promise<Reply> {
  const done = await house.registry.importPortfolio({ contracts: [{ ...item, id }] }, viewer);
  if (!done.ok) return faulty(done.faults.map((fault) => ({ ...fault, path: withinContract(fault.path) })));
  const stored = await house.registry.contracts.one(viewer, id);
  return stored === null ? notFound('contract', id) : json(await wireContract(stored, viewer, house), status);
}

/** `contracts[0].custody.monthlyFee` → `custody.monthlyFee`. */
const withinContract = (path: string): string => path.replace(/^contracts\[0\]\.?/, '');

function faulty(errors: readonly Fault[]): Problem {
  const detail = `${errors.length} fault${errors.length === 1 ? '' : 's'}; nothing was changed.`;
  return problem(422, 'contract-faults', detail, { errors });
}
