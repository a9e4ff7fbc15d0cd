/** Balance points that CalTRACK tries: 30…90 °F in steps of 1 °F. A grid in round °C would choose other models. */
export const gridF: readonly number[] = Array.from({ length: 61 }, (_, i) => 30 + i);

export function fahrenheit(celsius: number): number {
  return 32 + 1.8 * celsius;
}
export function celsius(fahrenheitDegrees: number): number {
  return (fahrenheitDegrees - 32) / 1.8;
}

/** Degrees below and above each balance point of the grid, one column a balance point: the mean over a point's days. */
export function degreeDayColumns(
  points: number,
  daysOf: (point: number) => { readonly degreesF: ArrayLike<number>; readonly shares: ArrayLike<number> },
): { readonly heating: readonly Float64Array[]; readonly cooling: readonly Float64Array[] } {
  const heating = gridF.map(() => new Float64Array(points));
  const cooling = gridF.map(() => new Float64Array(points));
  for (let point = 0; point < points; point++) {
    const { degreesF, shares } = daysOf(point);
    for (let day = 0; day < degreesF.length; day++) {
      const t = degreesF[day]!;
      const share = shares[day]!;
      for (let b = 0; b < gridF.length; b++) {
        const difference = gridF[b]! - t;
        if (difference > 0) heating[b]![point]! += difference * share;
        else cooling[b]![point]! -= difference * share;
      }
    }
  }
  return { heating, cooling };
}
