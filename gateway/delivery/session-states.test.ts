import { beforeEach, describe, expect, it } from 'vitest';
import type { Session } from '../session.ts';
import { SessionStates } from './session-states.ts';
import type { SessionState } from './session-state.ts';

const HOUR = 3_600_000;
const BOUNDS = {
  inFlightOfSession: 10,
  queuedMessagesOfSession: 10,
  queuedBytesOfSession: 10_000,
  queuedBytes: 10_000,
  keptSessionsOfAccount: 3,
  keptSessionMs: 24 * HOUR,
};

function connection(owner: string, clientId: string, kind: 'account' | 'device' = 'account'): Session {
  return { identity: { id: owner, kind }, clientId } as unknown as Session;
}

describe('sessions that outlive their connection', () => {
  let now: number;
  let ended: SessionState[];
  let states: SessionStates;
  beforeEach(() => {
    now = Date.parse('2026-11-23T08:00:00+08:00');
    ended = [];
    states = new SessionStates(
      BOUNDS,
      () => now,
      (state) => ended.push(state),
    );
  });

  function visit(owner: string, clientId: string, clean = false): SessionState {
    const session = connection(owner, clientId);
    const { state } = states.open(session, clean);
    states.left(session);
    return state;
  }

  it('are found again by account and client id', () => {
    const before = visit('bms', 'reader');
    const again = states.open(connection('bms', 'reader'), false);
    expect(again).toEqual({ state: before, resumed: true });
  });

  it('are nobody else’s: another account with the same client id begins anew', () => {
    const before = visit('bms', 'reader');
    const { state, resumed } = states.open(connection('other', 'reader'), false);
    expect(resumed).toBe(false);
    expect(state).not.toBe(before);
  });

  it('a login with clean=1 ends it, and leaves nothing', () => {
    const before = visit('bms', 'reader');
    visit('bms', 'reader', true);
    expect(ended).toContain(before);
    expect(states.open(connection('bms', 'reader'), false).resumed).toBe(false);
  });

  it('a device’s session is never kept, whatever it asks for', () => {
    const meter = connection('M1', 'm1', 'device');
    const { state } = states.open(meter, false);
    states.left(meter);
    expect(ended).toEqual([state]);
  });

  it('a client that connects again before its old line is known to be dead keeps its session', () => {
    const old = connection('bms', 'reader');
    const { state } = states.open(old, false);
    const fresh = connection('bms', 'reader');
    expect(states.open(fresh, false)).toEqual({ state, resumed: true });
    states.left(old);
    expect(state.holder).toBe(fresh);
    expect(states.absent).toBe(0);
    expect(states.of(old)).toBeUndefined();
  });

  it('end when nobody comes back in time', () => {
    const before = visit('bms', 'reader');
    now += 24 * HOUR;
    states.expire();
    expect(ended).toEqual([]);
    now += 1;
    // Also when it comes back before the next look.
    expect(states.open(connection('bms', 'reader'), false).resumed).toBe(false);
    expect(ended).toEqual([before]);
    now += 25 * HOUR;
    states.expire();
    expect(states.absent).toBe(0);
  });

  it('of one account are so many: the one that is away for longest makes room, others’ do not', () => {
    const theirs = visit('other', 'x');
    const own = ['a', 'b', 'c'].map((clientId) => {
      now += 1_000;
      return visit('bms', clientId);
    });
    states.open(connection('bms', 'a'), false);
    visit('bms', 'd');
    expect(ended).toEqual([own[1]]);
    expect(theirs.holder).toBeNull();
    expect(ended).not.toContain(theirs);
  });

  it('go with their account', () => {
    const before = visit('bms', 'reader');
    states.forget('bms');
    expect(ended).toEqual([before]);
    expect(states.absent).toBe(0);
  });

  it('an end lets go of what waits', () => {
    const session = connection('bms', 'reader');
    const { state } = states.open(session, false);
    states.left(session);
    state.outbox.offer({ topic: 't', payload: Buffer.from('x'), qos: 1 }, 1);
    expect(states.bytes).toBeGreaterThan(0);
    states.forget('bms');
    expect(states.bytes).toBe(0);
  });
});
