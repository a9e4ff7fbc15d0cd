/** The grid of cells: how many beside each other, and where a key leads. */

const cellPx = { wide: 240, usual: 100, dense: 84, phone: 104 };
/** A page narrower than 720 px has so much for the board; paper too. */
export const phonePx = 688;
/** From so many on a cell says less. */
export const denseFrom = 132;

/** Few canteens get wide cells, so that one row does not look like a torn-off corner. */
export function columnsFor(width: number, count: number): number {
  if (width <= 0 || count === 0) return 1;
  if (width <= phonePx) return Math.max(2, Math.floor(width / cellPx.phone));
  if (count * cellPx.wide <= width) return Math.max(1, Math.floor(width / cellPx.wide));
  const most = Math.max(1, Math.floor(width / (count >= denseFrom ? cellPx.dense : cellPx.usual)));
  // One row when there is room for it, else rows of the same length, as near as can be.
  return count <= most ? count : Math.ceil(count / Math.ceil(count / most));
}

/** Index that a key leads to from `at`; null: the key does not move. */
export function stepTo(key: string, at: number, columns: number, count: number): number | null {
  if (count === 0) return null;
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - columns,
    ArrowDown: at + columns,
    Home: 0,
    End: count - 1,
  };
  const to = steps[key];
  if (to === undefined) return null;
  // At the upper and lower edge the place in the row is kept.
  if (to < 0 || to >= count) return key === 'ArrowLeft' ? 0 : key === 'ArrowRight' ? count - 1 : at;
  return to;
}
