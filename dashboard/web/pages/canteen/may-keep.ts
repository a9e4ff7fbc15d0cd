import type { WireSession } from '../../../../domain/wire.ts';

/** Who may write of a canteen that they see: the server decides, and these are those whom it lets. */
const keepers: readonly string[] = ['administrator', 'officer', 'canteen'];

export const mayKeep = (who: Pick<WireSession, 'role'> | null | undefined): boolean =>
  who !== null && who !== undefined && keepers.includes(who.role);
