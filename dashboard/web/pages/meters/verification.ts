import type { VerificationState } from '../../router/route.ts';
import { addDays, type LocalDate } from '../../format/zone.ts';

/** A meter's verification is told this long before it ends, as the overview does. */
const noticeDays = 30;

/** null: far off, or nobody entered it. The day of `verifiedUntil` itself still counts. */
export function verificationOf(verifiedUntil: LocalDate | null, today: LocalDate): VerificationState | null {
  if (verifiedUntil === null) return null;
  if (verifiedUntil < today) return 'over';
  return verifiedUntil <= addDays(today, noticeDays) ? 'soon' : null;
}
