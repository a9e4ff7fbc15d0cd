/** Balance points that CalTRACK tries: 30…90 °F in steps of 1 °F. A grid in round °C would choose other models. */
export const gridF: readonly number[] = Array.from({ length: 61 }, (_, i) => 30 + i);

export function fahrenheit(celsius: number): number {
  return 32 + 1.8 * celsius;
}
export function celsius(fahrenheitDegrees: number): number {
  return (fahrenheitDegrees - 32) / 1.8;
}
