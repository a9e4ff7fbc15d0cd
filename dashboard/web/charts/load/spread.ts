/**
 * Labels beside their lines without one on another: each as near to its own height as the others let it, in their order.
 * @param wanted heights in pixels, in any order
 * @param apart least distance of two labels
 */
export function spread(wanted: readonly number[], apart: number, top: number, bottom: number): readonly number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  const placed: number[] = [];
  for (const i of order) placed.push(Math.max(wanted[i]!, (placed.at(-1) ?? top - apart) + apart));
  // Those that were pushed below the edge push back up.
  for (let k = placed.length - 1, limit = bottom; k >= 0; k--) {
    placed[k] = Math.min(placed[k]!, limit);
    limit = placed[k]! - apart;
  }
  const found = new Array<number>(wanted.length);
  order.forEach((i, k) => (found[i] = placed[k]!));
  return found;
}
