import type { Directory } from '../storage/registry/port.ts';
import type { BackOff } from './back-off.ts';
import type { GatewayLimits } from './limits.ts';
import { admit, identify, SERVER_UNAVAILABLE, type Credentials } from './login.ts';
import { Refusal } from './refusal.ts';
import type { Identity } from './session.ts';
import type { Sessions } from './sessions.ts';
import type { TakeOvers } from './take-overs.ts';

/** Judges a CONNECT: who it is, whether it has to wait, and what becomes of connections that it replaces. */
export class LoginDesk {
  readonly #directory: Directory;
  readonly #limits: GatewayLimits;
  readonly #sessions: Sessions;
  readonly #backOff: BackOff;
  readonly #takeOvers: TakeOvers;

  constructor(directory: Directory, limits: GatewayLimits, sessions: Sessions, backOff: BackOff, takeOvers: TakeOvers) {
    this.#directory = directory;
    this.#limits = limits;
    this.#sessions = sessions;
    this.#backOff = backOff;
    this.#takeOvers = takeOvers;
  }

  judge(credentials: Credentials, address: string | undefined, stopping: boolean): Identity | Refusal {
    const name = credentials.username ?? '';
    const waits = this.#backOff.blocks(name, address);
    if (waits !== null) return new Refusal('back-off', `too many wrong logins of this ${waits}`);
    const identity = identify(this.#directory, credentials);
    if (identity instanceof Refusal) {
      if (identity.isWrongLogin) this.#backOff.failed(name, address);
      return identity;
    }
    this.#backOff.succeeded(name, address);
    const holder = this.#sessions.holderOf(credentials.clientId);
    const refusal = admit(identity, credentials, holder?.identity.id ?? null, stopping);
    if (refusal !== null) return refusal;
    if (holder === null) this.#makeRoom(identity);
    else if (!this.#takeOvers.allows(credentials.clientId)) {
      const detail = `taken over too often; is ${holder.address ?? 'another'} a second device with this identity?`;
      return new Refusal('take-over-storm', detail, SERVER_UNAVAILABLE);
    } else holder.client.ending ??= { reason: 'taken-over', detail: `by a connection from ${address ?? 'here'}` };
    return identity;
  }

  /** Line after line may drop without a word: the oldest connection of the device is the likeliest to be dead. */
  #makeRoom({ id, kind }: Identity): void {
    if (kind !== 'device' || this.#sessions.countOf(id) < this.#limits.connectionsOfDevice) return;
    const oldest = this.#sessions.oldestOf(id);
    if (oldest === null) return;
    this.#sessions.remove(oldest);
    oldest.end(new Refusal('too-many-connections', `more than ${this.#limits.connectionsOfDevice} of one device`));
  }
}
