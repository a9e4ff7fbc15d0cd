import type { Mark } from '../../charts/mark.ts';

/** The longest day of a year has 25 hours; of an older one the page asks the API. */
export const windowMs = 25 * 3_600_000;
/** Half a pixel of a day across 1,440. A gap that is shorter than this is not to be seen. */
export const bucketMs = 30_000;
/** Newest samples that stay as they came, for the list of newest readings. */
const recent = 32;

/**
 * What a page keeps of a point's live samples however long it stays open: no older than the window, and of each half
 * pixel the first, the lowest, the highest and the last, which draw the same line as all of them. Ascending.
 */
export function sampleWindow(marks: readonly Mark[], now: number): readonly Mark[] {
  const found: Mark[] = [];
  const thinned = marks.length - recent;
  let i = marks.findIndex(({ at }) => at >= now - windowMs);
  if (i < 0) return found;
  while (i < thinned) {
    const bucket = Math.floor(marks[i]!.at / bucketMs);
    let [end, low, high] = [i + 1, i, i];
    for (; end < thinned && Math.floor(marks[end]!.at / bucketMs) === bucket; end++) {
      if (marks[end]!.value! < marks[low]!.value!) low = end;
      if (marks[end]!.value! > marks[high]!.value!) high = end;
    }
    for (let k = i; k < end; k++) {
      if (end - i <= 4 || k === i || k === low || k === high || k === end - 1) found.push(marks[k]!);
    }
    i = end;
  }
  for (; i < marks.length; i++) found.push(marks[i]!);
  return found;
}
