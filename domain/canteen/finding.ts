import type { EventIdentity, Weighing, WeighingFinding } from './types.ts';

/** One text an identity. */
export function keyOf({ device, seq, ts }: EventIdentity): string {
  return `${seq} ${ts} ${device}`;
}

/** In the order of their instants; those of one instant by device and number, so that every order of arrival gives one. */
export function inOrder(a: EventIdentity, b: EventIdentity): number {
  return a.ts - b.ts || (a.device < b.device ? -1 : a.device > b.device ? 1 : a.seq - b.seq);
}

/** Whether it speaks of that weighing: a single one, or one of the run from its first to its last on that scale. */
export function concerns(finding: WeighingFinding, weighing: Weighing): boolean {
  if (finding.device !== weighing.device) return false;
  if (finding.stream !== null && finding.stream !== weighing.stream) return false;
  return inOrder(finding.first, weighing) <= 0 && inOrder(weighing, finding.last) <= 0;
}

/** What was found about a weighing, without asking every finding for each. */
export function findingsBy(findings: readonly WeighingFinding[]): (weighing: Weighing) => readonly WeighingFinding[] {
  const single = new Map<string, WeighingFinding[]>();
  const runs = new Map<string, WeighingFinding[]>();
  for (const finding of findings) {
    const [index, key] =
      keyOf(finding.first) === keyOf(finding.last) ? [single, keyOf(finding.first)] : [runs, finding.device];
    const list = index.get(key);
    if (list) list.push(finding);
    else index.set(key, [finding]);
  }
  return (weighing) => [
    ...(single.get(keyOf(weighing)) ?? []),
    ...(runs.get(weighing.device) ?? []).filter((finding) => concerns(finding, weighing)),
  ];
}
