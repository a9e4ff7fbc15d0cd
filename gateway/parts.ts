import type { Logger } from 'pino';
import type { Directory } from '../storage/registry/port.ts';
import type { DoorBook } from './door-book.ts';
import type { Intake } from './intake.ts';
import type { GatewayLimits } from './limits.ts';
import type { GatewayMetrics } from './metrics.ts';
import type { RareLog } from './rare-log.ts';
import type { Sessions } from './sessions.ts';
import type { Throttle } from './throttle.ts';
import type { WaitingRoom } from './waiting-room.ts';

/** What the broker's hooks share. */
export interface Parts {
  readonly directory: Directory;
  readonly limits: GatewayLimits;
  readonly log: Logger;
  readonly rareLog: RareLog;
  readonly metrics: GatewayMetrics;
  readonly sessions: Sessions;
  readonly intake: Intake;
  readonly throttle: Throttle;
  readonly waitingRoom: WaitingRoom;
  readonly book: DoorBook;
  /** Monotonic, ms. */
  readonly clock: () => number;
}
