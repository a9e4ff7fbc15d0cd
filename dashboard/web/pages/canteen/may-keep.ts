import type { WireSession } from '../../../../domain/wire.ts';

type Who = Pick<WireSession, 'role'> | null | undefined;
const is = (who: Who, roles: readonly string[]) => who !== null && who !== undefined && roles.includes(who.role);

/** Who enters figures, fetches and menus of a canteen that they see; the server decides, and lets these. */
export const mayEnter = (who: Who): boolean =>
  is(who, ['administrator', 'officer', 'county', 'institution', 'canteen']);

/** What a scale said is overruled by those who hold canteens to account, not by the canteen. */
export const mayCorrect = (who: Who): boolean => is(who, ['administrator', 'officer', 'county']);
