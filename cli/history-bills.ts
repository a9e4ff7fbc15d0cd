/** What the server answers for bills. */
export interface ImportedBills {
  readonly dryRun: boolean;
  readonly point: string;
  readonly from: string;
  readonly to: string;
  readonly stored: number;
  readonly duplicate: number;
  readonly revisions: number;
  readonly bills: {
    readonly count: number;
    readonly sum: string;
    readonly unit: string;
    readonly gaps: readonly { readonly from: string; readonly to: string }[];
    readonly meets: 'directly' | 'after-a-gap' | 'not-yet';
  };
}

const meeting = {
  directly: 'They end where the meter’s own readings begin.',
  'after-a-gap': 'The time from their end to the meter’s own first reading stays missing.',
  'not-yet': 'The meter has no reading of its own after them yet.',
};

export function billReport(meter: string, imported: ImportedBills): string {
  const { point, from, to, stored, duplicate, revisions, dryRun, bills } = imported;
  const day = (text: string): string => text.slice(0, 10);
  const lines = [`${meter} ${point}: ${bills.count} bills, ${bills.sum} ${bills.unit}, ${day(from)} to ${day(to)}`];
  for (const gap of bills.gaps) lines.push(`not billed: ${day(gap.from)} to ${day(gap.to)}`);
  lines.push(meeting[bills.meets]);
  if (dryRun) lines.push('Nothing was stored (--dry-run).');
  else lines.push(`${stored} readings stored (${revisions} revisions), ${duplicate} known already`);
  return lines.join('\n');
}
