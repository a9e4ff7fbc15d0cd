/** One crosshair for all charts that share it: the instant that a person looks at, or null. */
export class Cursor {
  at: number | null = $state(null);
  /** Moved by keys: then it is also said aloud. */
  spoken = $state(false);

  point(at: number): void {
    this.at = at;
    this.spoken = false;
  }
  step(at: number): void {
    this.at = at;
    this.spoken = true;
  }
  clear(): void {
    this.at = null;
    this.spoken = false;
  }
}
