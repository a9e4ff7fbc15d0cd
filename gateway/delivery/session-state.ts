import type { Session } from '../session.ts';
import type { Qos } from './message.ts';
import { Outbox, type Holding, type OutboxBounds } from './outbox.ts';

/** The session of MQTT 3.1.1 section 3.1.2.4: what a client id may find again when it comes back. */
export class SessionState {
  readonly ownerId: string;
  readonly clientId: string;
  readonly isAccount: boolean;
  /** Whether it outlives its connection. */
  readonly isKept: boolean;
  readonly filters = new Map<string, Qos>();
  /** Characters of all its filters. */
  filterText = 0;
  readonly outbox: Outbox;
  /** Packet ids of QoS 2 that came in and wait for their PUBREL. */
  readonly received = new Set<number>();
  /** The connection that has it now; null = nobody. */
  holder: Session | null;
  /** Since when nobody has it. */
  absentSince = 0;

  constructor(holder: Session, isKept: boolean, bounds: OutboxBounds, holding: Holding) {
    this.ownerId = holder.identity.id;
    this.clientId = holder.clientId;
    this.isAccount = holder.identity.kind === 'account';
    this.isKept = isKept;
    this.holder = holder;
    this.outbox = new Outbox(bounds, holding);
  }
}
