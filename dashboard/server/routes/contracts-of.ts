import { z } from 'zod';
import type { NotSettled } from '../../../domain/contract/settlement.ts';
import type { StoredContract } from '../../../storage/registry/contract-port.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { notFound, problem, type Problem } from '../http/problem.ts';

export const contractsPath = '/api/v1/contracts';
export const contractsTag = 'contracts';
export const contractParams = z.object({ id: z.string() });

/** What is not theirs is not found, whoever may write. */
export async function withContract<T>(
  viewer: Viewer,
  id: string,
  { registry }: Pick<House, 'registry'>,
  then: (stored: StoredContract) => Promise<T>,
): Promise<T | Problem> {
  const stored = await registry.contracts.one(viewer, id);
  return stored === null ? notFound('contract', id) : then(stored);
}

/** 404 of a period that the term does not touch; else 409, with how much is known and how much is required. */
export function notSettled({ code, message, completenessPct, requiredPct }: NotSettled): Problem {
  const members = {
    message,
    ...(completenessPct === undefined ? {} : { completenessPct }),
    ...(requiredPct === undefined ? {} : { requiredPct }),
  };
  return problem(code === 'outside-term' ? 404 : 409, code, message.en, { members });
}

/** Files that a step names are of that contract, and visible. @returns null when they are */
export async function foreignFiles(
  attachments: readonly number[],
  contract: string,
  viewer: Viewer,
  { registry }: Pick<House, 'registry'>,
): Promise<Problem | null> {
  const found = await Promise.all(attachments.map((id) => registry.attachments.one(viewer, id)));
  const errors = found.flatMap((file, at) =>
    file?.subject.kind === 'contract' && file.subject.id === contract
      ? []
      : [{ path: `attachments[${at}]`, code: 'unknown-attachment', message: 'is no file of this contract' }],
  );
  return errors.length === 0 ? null : problem(422, 'invalid-content', undefined, { errors });
}
