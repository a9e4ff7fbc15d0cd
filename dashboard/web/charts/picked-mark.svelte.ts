import { keyStep } from './key-step.ts';

/** Which mark of one chart a person looks at, by its index. Charts that share an instant have a `Cursor`. */
export class PickedMark {
  at: number | null = $state(null);
  /** Moved by keys: then it is also said aloud. */
  said = $state(false);

  of<T>(marks: readonly T[]): T | null {
    return this.at === null ? null : (marks[this.at] ?? null);
  }
  /** -1: beside every mark. */
  point(index: number): void {
    this.at = index < 0 ? null : index;
    this.said = false;
  }
  clear(): void {
    this.at = null;
  }
  /** `before`: where ArrowLeft starts from while nothing is picked; as a rule behind the last mark. */
  key(event: KeyboardEvent, count: number, by = 1, before = count): void {
    if (event.key === 'Escape') this.clear();
    const to = keyStep(event, { left: (this.at ?? before) - by, right: (this.at ?? -1) + by, count });
    if (to === null) return;
    this.at = to;
    this.said = true;
  }
}
