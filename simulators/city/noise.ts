/**
 * Repeatable chance: a number in [0, 1) that depends on the seed, a name and a position, and on nothing else. So a
 * simulated value can be asked for at any time, in any order, and is always the same.
 */
export function chance(seed: number, stream: number, position: number): number {
  // murmur3's finalizer over the three, in 32-bit integers.
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(stream + 0x7f4a7c15, 0xc2b2ae35);
  h ^= Math.imul(position | 0, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 4_294_967_296;
}

/** Chance that drifts: −1…1, passing smoothly through a new value at each whole position. */
export function drift(seed: number, stream: number, position: number): number {
  const from = Math.floor(position);
  const part = position - from;
  const eased = part * part * (3 - 2 * part);
  const a = chance(seed, stream, from) * 2 - 1;
  const b = chance(seed, stream, from + 1) * 2 - 1;
  return a + (b - a) * eased;
}
