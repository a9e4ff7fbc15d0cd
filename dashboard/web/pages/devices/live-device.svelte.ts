import type {
  LiveDevice as Snapshot,
  LiveDeviceDelta,
  WireDevice,
  WireDeviceEntry,
} from '../../../../domain/wire-devices.ts';
import * as calls from '../../api/devices.ts';
import type { ApiProblem } from '../../api/problem.ts';
import { clock } from '../../live/clock.svelte.ts';
import { live } from '../../live/live.svelte.ts';
import { append } from './story.ts';

/** One device as it is now, and what happens at its door as it happens. */
export class LiveDevice {
  readonly id: string;
  device: WireDevice | null = $state.raw(null);
  entries: readonly WireDeviceEntry[] = $state.raw([]);
  problem: ApiProblem | null = $state.raw(null);
  denied = $state(false);

  constructor(id: string) {
    this.id = id;
  }

  start(): () => void {
    void this.load();
    return live.follow<Snapshot, LiveDeviceDelta>(`device:${this.id}`, {
      snapshot: (data, at) => {
        clock.sync(at);
        this.device = data.device;
        this.entries = data.entries;
        this.problem = null;
      },
      delta: (data) => {
        if (data.device) this.device = data.device;
        if (data.entries) this.entries = append(this.entries, data.entries);
      },
      phase: (phase) => (this.denied = phase === 'denied'),
    });
  }

  /** The device as the API has it: known before the first snapshot, and after an action. */
  async load(): Promise<void> {
    const answer = await calls.device(this.id);
    this.problem = answer.ok ? null : answer.problem;
    if (answer.ok) this.device = answer.value;
  }
}
