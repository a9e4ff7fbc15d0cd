import type { ValueReader } from './parse.ts';
import type { Path } from './path.ts';

/** Somebody who watches an element being read, step by step. `became` null: it failed there, and `detail` says why. */
export interface MappingTrace {
  /** `path` null: put together from the topic or a template. */
  device(path: Path | null, found: unknown, became: string | null, detail: string): void;
  time(path: Path, found: unknown, became: number | null, detail: string): void;
  /** `detail` '' with `became` null: it is not in this message, which is no fault. */
  value(at: number, reader: ValueReader, found: unknown, became: number | null, detail: string): void;
}
