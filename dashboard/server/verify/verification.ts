import {
  verifiedParts,
  type VerifiedPart,
  type WireDamage,
  type WireVerification,
  type WireVerificationProgress,
} from '../../../domain/wire-verify.ts';
import { ownViewer, type House } from '../house.ts';
import { checkAttachments } from './attachments.ts';
import { checkAudit } from './audit.ts';
import { checkBaselines } from './baselines.ts';
import { checkContractRows } from './contract-rows.ts';
import { checkFiles } from './files.ts';
import { checkLedger } from './ledger.ts';
import { checkSettlements } from './settlements.ts';
import { ToldHashes } from './told-hashes.ts';
import { ToldRows } from './told-rows.ts';

export type Verified = Pick<House, 'registry' | 'store' | 'calendar' | 'dataDir' | 'now'>;

/** Told by a check as it goes. */
export interface Findings {
  /** `of` null: not known beforehand. */
  progress(done: number, of?: number | null): void;
  damage(code: string, where: string, detail: string): void;
}
export interface Check {
  /** How many things it looked at. */
  readonly checked: number;
}

/** Looks at everything that is kept, part by part; people and devices go on meanwhile. One at a time. */
export class Verification {
  readonly #house: Verified;
  #state: WireVerificationProgress = { running: false, part: null, done: 0, of: null };

  readonly #stopping = new AbortController();

  constructor(house: Verified) {
    this.#house = house;
  }

  /** Gives up what is running: it changes nothing. */
  stop(): void {
    this.#stopping.abort();
  }

  get progress(): WireVerificationProgress {
    return this.#state;
  }

  /**
   * @param noted hash of the audit's head as somebody noted it
   * @param withFiles false: whoever asks has looked at the database files
   */
  async run({ noted, withFiles }: { noted: string | null; withFiles: boolean }): Promise<WireVerification | 'running'> {
    if (this.#state.running) return 'running';
    const { calendar, now, registry } = this.#house;
    const startedAt = calendar.iso(now());
    const damage: WireDamage[] = [];
    const checked = Object.fromEntries(verifiedParts.map((part) => [part, 0])) as Record<VerifiedPart, number>;
    const told = new ToldHashes(async () => (await registry.auditLog(ownViewer, { limit: 1000, cursor: null })).items);
    const rows = new ToldRows();
    const { signal } = this.#stopping;
    const look = async <T extends Check>(part: VerifiedPart, work: (findings: Findings) => Promise<T>): Promise<T> => {
      signal.throwIfAborted();
      this.#state = { running: true, part, done: 0, of: null };
      const result = await work({
        progress: (done, of = null) => void (this.#state = { running: true, part, done, of }),
        damage: (code, where, detail) => void damage.push({ part, code, where, detail }),
      });
      checked[part] = result.checked;
      return result;
    };
    try {
      if (withFiles) await look('files', (findings) => checkFiles(this.#house, findings, signal));
      const { head } = await look('audit', (findings) => checkAudit(this.#house, noted, [told, rows], findings));
      await look('attachments', (findings) => checkAttachments(this.#house, told, findings));
      await look('settlements', (findings) => checkSettlements(this.#house, told, findings));
      await look('baselines', (findings) => checkBaselines(this.#house, told, findings));
      await look('contracts', (findings) => checkContractRows(this.#house, head.id, rows, findings));
      await look('ledger', (findings) => checkLedger(this.#house, findings));
      return { sound: damage.length === 0, startedAt, finishedAt: calendar.iso(now()), head, checked, damage };
    } finally {
      this.#state = { running: false, part: null, done: 0, of: null };
    }
  }
}
