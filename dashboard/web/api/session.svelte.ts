import type { WireSession, WireSystem } from '../../../domain/wire.ts';
import * as calls from './calls.ts';
import { whenSignedOut } from './client.ts';
import type { ApiProblem } from './problem.ts';

/** Who is signed in, and the facts of the installation that every page shows. */
class Session {
  /** undefined: not asked yet. */
  who: WireSession | null | undefined = $state.raw(undefined);
  system: WireSystem | null = $state.raw(null);
  /** Why the server did not say who this is. */
  problem: ApiProblem | null = $state.raw(null);
  /** The session ended by itself, not by the person. */
  expired = $state(false);

  constructor() {
    whenSignedOut(() => {
      if (this.who) this.expired = true;
      this.who = null;
    });
  }

  async start(): Promise<void> {
    const answer = await calls.session();
    this.problem = null;
    if (answer.ok) await this.enter(answer.value);
    else if (answer.problem.status === 401 || answer.problem.status === 404) this.who = null;
    else this.problem = answer.problem;
  }

  async enter(who: WireSession): Promise<void> {
    await this.refreshSystem();
    this.expired = false;
    this.who = who;
  }

  async refreshSystem(): Promise<void> {
    const answer = await calls.system();
    if (answer.ok) this.system = answer.value;
  }

  async leave(): Promise<void> {
    await calls.signOut();
    this.who = null;
    this.expired = false;
  }

  get zone(): string {
    return this.system?.timezone ?? 'Asia/Shanghai';
  }

  /** May replay what lies in quarantine. */
  get mayJudge(): boolean {
    return this.who?.role === 'administrator' || this.who?.role === 'officer';
  }
}

export const session = new Session();
