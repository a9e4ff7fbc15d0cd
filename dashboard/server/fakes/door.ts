import type { DoorEvent, DoorRecord } from '../../../domain/door.ts';
import type { DeviceDoor } from '../port.ts';

/** The gateway's door, opened and shut by a test. */
export class FakeDoor implements DeviceDoor {
  readonly records = new Map<string, DoorRecord>();
  readonly unknown = new Map<string, DoorRecord>();
  readonly #listeners: ((event: DoorEvent) => void)[] = [];

  connected(name: string, at: number): void {
    this.records.set(name, { ...this.#of(name), connections: 1, connectedSince: at, address: '10.0.0.7' });
    this.#tell({ name, at, what: 'connected', reason: null, detail: null });
  }

  refused(name: string, at: number, reason = 'wrong-credentials'): void {
    const { refused } = this.#of(name);
    const why = { at, reason, detail: reason, address: '10.0.0.8', clientId: 'c1' };
    this.records.set(name, {
      ...this.#of(name),
      refused: { ...why, count: (refused?.count ?? 0) + 1, firstAt: refused?.firstAt ?? at },
    });
    this.#tell({ name, at, what: 'login', reason, detail: reason });
  }

  closed(name: string, at: number, reason: string): void {
    const lastClosed = { at, reason, detail: reason };
    this.records.set(name, { ...this.#of(name), connections: 0, connectedSince: null, lastClosed });
    this.#tell({ name, at, what: 'closed', reason, detail: reason });
  }

  knock(name: string, at: number): void {
    this.refused(name, at);
    this.unknown.set(name, { ...this.records.get(name)!, known: false });
  }

  door(name: string): DoorRecord | null {
    return this.records.get(name) ?? null;
  }
  strangers(): readonly DoorRecord[] {
    return [...this.unknown.values()];
  }
  forgetStranger(name: string): boolean {
    return this.unknown.delete(name);
  }
  onDoor(listener: (event: DoorEvent) => void): void {
    this.#listeners.push(listener);
  }

  #of(name: string): DoorRecord {
    return (
      this.records.get(name) ?? {
        name,
        known: true,
        connections: 0,
        address: null,
        clientId: null,
        connectedSince: null,
        lastClosed: null,
        refused: null,
      }
    );
  }

  #tell(event: DoorEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
