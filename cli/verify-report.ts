import { verifiedParts, type VerifiedPart } from '../domain/wire-verify.ts';
import type { Report } from './verify.ts';

const names: Record<VerifiedPart, string> = {
  files: 'databases',
  audit: 'audit entries',
  attachments: 'attached files',
  settlements: 'settlements',
  baselines: 'frozen baselines',
  contracts: 'rows of contracts',
  ledger: 'sources of the ledger',
};

/** Damage first, then what was looked at, then the head to be noted. */
export function reportOf({ sound, checked, damage, head }: Report): string {
  const lines = damage.map(({ part, code, where, detail }) => `DAMAGED ${part}: ${where}: ${detail} (${code})`);
  const parts = head === null ? (['files'] as const) : verifiedParts;
  for (const part of parts) {
    const found = damage.filter((one) => one.part === part).length;
    lines.push(
      `${names[part].padEnd(22)} ${String(checked[part]).padStart(8)}  ${found === 0 ? 'ok' : `${found} damaged`}`,
    );
  }
  if (head === null) lines.push('Nothing else was looked at: a damaged database is not opened.');
  else lines.push(`head ${head.hash}  ${head.id} entries`);
  if (sound) lines.push('Everything is as it was kept.');
  return lines.join('\n');
}
