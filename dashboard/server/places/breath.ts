/**
 * A city of thousands of meters is read and added up in portions, so that messages, other pages and live news have the
 * thread in between.
 */
export const metersAtOnce = 200;

/** Work on the main thread that nobody else notices, ms; several questions take their turns one after another. */
const unnoticedMs = 10;

export function* portions<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

/** Lets whatever waits have its turn. */
export function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Maps in order, with a breath whenever it has worked for a while. */
export async function mapBreathing<T, R>(items: readonly T[], map: (item: T) => R): Promise<R[]> {
  const result: R[] = [];
  let since = performance.now();
  for (const item of items) {
    result.push(map(item));
    if (performance.now() - since < unnoticedMs) continue;
    await breath();
    since = performance.now();
  }
  return result;
}
