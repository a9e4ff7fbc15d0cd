import type { WireCarbonVerdict } from '../../../../domain/wire-carbon.ts';
import { percent } from '../../format/index.ts';
import type { CarbonMessages } from '../../messages/carbon/type.ts';

type Reason = WireCarbonVerdict['reasons'][number];
const shareOf = ({ values }: Reason, ...names: readonly string[]): number | null => {
  for (const name of names) {
    const value = values?.[name];
    if (typeof value === 'number') return value;
  }
  return null;
};

/** Why the verdict is what it is; a code without words is said as it is, never hidden. */
export function reasonText(reason: Reason, m: CarbonMessages): string {
  if (reason.code === 'incomplete-data') {
    const share = shareOf(reason, 'coverage', 'share');
    if (share !== null) return m.incomplete(percent(share));
  }
  if (reason.code === 'targets-of-part') {
    const share = shareOf(reason, 'share', 'coverage');
    if (share !== null) return m.targetsOfPart(percent(share, 0));
  }
  return m.reasons[reason.code] ?? reason.code;
}
