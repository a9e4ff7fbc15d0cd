import type { Finding } from '../../../domain/metering/finding.ts';
import type { VerdictChoice } from '../../../domain/wire-quality.ts';

/** What is known of the register that a finding is of. */
export interface ChoiceContext {
  /** Digits before the decimal point; absent: nobody wrote them down, so nothing can roll over. */
  readonly digits?: number | undefined;
  /** A register counts up; anything else is instantaneous. */
  readonly isRegister: boolean;
}

/** What can be decided of a finding, the most likely first. `confirm`: it is as the rule says. */
export function choicesOf(finding: Finding, { digits, isRegister }: ChoiceContext): readonly VerdictChoice[] {
  const { before, after, evidence } = finding;
  const fell = before !== null && after !== null && after < before;
  const rose = before !== null && after !== null && after > before;
  const rollover: readonly VerdictChoice[] = fell && digits !== undefined ? ['rollover'] : [];
  const used: readonly VerdictChoice[] = rose ? ['used'] : [];
  switch (finding.rule) {
    case 'gap':
      return ['confirm', 'profile', 'unknown', 'amount'];
    case 'rollover':
      return ['confirm', 'swap', 'unknown', 'amount'];
    case 'reset':
      return ['confirm', 'swap', ...rollover, 'amount'];
    case 'swap':
      // One that was announced is in the portfolio and is corrected there.
      return evidence['proposed'] === true
        ? ['confirm', 'swap', ...rollover, ...used, 'unknown', 'amount']
        : ['confirm', 'amount'];
    case 'unread-replacement':
      return ['confirm', 'swap', 'amount'];
    case 'false-level':
      return evidence['because'] !== 'falls-back'
        ? ['confirm', 'ignore', ...used, 'swap', 'amount']
        : ['confirm', ...used, 'swap', 'amount'];
    case 'impossible':
      return ['confirm', ...used, 'swap', 'amount'];
    case 'catch-up':
      return ['confirm', 'spread', 'unknown', 'amount'];
    case 'flat-line':
    case 'frozen':
      return isRegister ? ['confirm', 'ignore', 'amount'] : ['confirm', 'ignore'];
    case 'glitch':
    case 'clock-jump':
    case 'out-of-range':
    case 'spike':
      return ['confirm', 'keep'];
  }
}
