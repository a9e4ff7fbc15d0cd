/** Which rows of equal height exist on the page: those in view, and a few on either side. */
export interface RowsInView {
  readonly first: number;
  /** Exclusive. */
  readonly last: number;
}

/** `scrolled`: how far the first row's upper edge lies above the window's, px. */
export function rowsInView(
  scrolled: number,
  windowHeight: number,
  rowHeight: number,
  count: number,
  overscan = 8,
): RowsInView {
  const first = Math.min(count, Math.max(0, Math.floor(scrolled / rowHeight) - overscan));
  return {
    first,
    last: Math.max(first, Math.min(count, Math.ceil((scrolled + windowHeight) / rowHeight) + overscan)),
  };
}
