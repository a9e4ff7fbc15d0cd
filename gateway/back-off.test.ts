import { beforeEach, describe, expect, it } from 'vitest';
import { isLoopback } from './address.ts';
import { BackOff } from './back-off.ts';
import { FakeDirectory, secretOf } from './fakes/directory.ts';
import { World } from './fakes/world.ts';
import { LIMITS } from './limits.ts';

const ATTACKER = '198.51.100.66';
const CARRIER = '203.0.113.1';
const limits = { ...LIMITS, wrongLogins: 3, wrongLoginsByAddress: 60, backOffMs: 8_000 };

describe('wrong logins', () => {
  let now: number;
  let backOff: BackOff;
  beforeEach(() => {
    now = 0;
    backOff = new BackOff(limits, () => now, isLoopback);
  });

  function fail(times: number, name: string, address: string): void {
    for (let i = 0; i < times; i++) backOff.failed(name, address);
  }

  it('a typing error or two cost nothing', () => {
    fail(2, 'M1', CARRIER);
    expect(backOff.blocks('M1', CARRIER)).toBeNull();
  });

  it('then it takes longer each time, up to the longest wait', () => {
    fail(2, 'M1', CARRIER);
    const waits = [1_000, 2_000, 4_000, 8_000, 8_000].map((expected) => {
      fail(1, 'M1', CARRIER);
      now += expected - 1;
      const before = backOff.blocks('M1', CARRIER);
      now += 1;
      return [before, backOff.blocks('M1', CARRIER)];
    });
    expect(waits).toEqual(Array.from({ length: 5 }, () => ['name', null]));
  });

  it('an attacker elsewhere cannot lock a device out', () => {
    fail(30, 'M1', ATTACKER);
    expect(backOff.blocks('M1', ATTACKER)).toBe('name');
    expect(backOff.blocks('M1', CARRIER)).toBeNull();
  });

  it('loopback: the name waits, all other names do not', () => {
    fail(100, 'M1', '127.0.0.1');
    expect(backOff.blocks('M1', '127.0.0.1')).toBe('name');
    expect(backOff.blocks('M2', '127.0.0.1')).toBeNull();
  });

  it('many names from one address: it waits, but not those that logged in from there before', () => {
    backOff.succeeded('M1', CARRIER);
    for (let i = 0; i < 60; i++) backOff.failed(`guess-${i}`, CARRIER);
    expect(backOff.blocks('M2', CARRIER)).toBe('address');
    expect(backOff.blocks('M1', CARRIER)).toBeNull();
    expect(backOff.blocks('M2', ATTACKER)).toBeNull();
    now += 1_000;
    expect(backOff.blocks('M2', CARRIER)).toBeNull();
  });

  it('a subscriber with a whole IPv6 network is one address', () => {
    for (let i = 0; i < 60; i++) backOff.failed(`guess-${i}`, `2001:db8:1:2::${i.toString(16)}`);
    expect(backOff.blocks('M2', '2001:db8:1:2:ffff::1')).toBe('address');
  });

  it('a right login, a new secret or ten quiet minutes make up for it', () => {
    for (const forgive of [
      () => backOff.succeeded('M1', CARRIER),
      () => backOff.forget('M1'),
      () => (now += 600_001),
    ]) {
      fail(3, 'M1', CARRIER);
      forgive();
      fail(2, 'M1', CARRIER);
      expect(backOff.blocks('M1', CARRIER)).toBeNull();
      backOff.forget('M1');
    }
  });

  it('a new secret of M1 says nothing of a name that ends like it', () => {
    fail(3, 'PLANT M1', CARRIER);
    fail(3, 'XM1', CARRIER);
    backOff.forget('M1');
    expect(backOff.blocks('XM1', CARRIER)).toBe('name');
    expect(backOff.blocks('PLANT M1', CARRIER)).toBe('name');
  });

  it('a million invented names stay a bounded memory', () => {
    for (let i = 0; i < 30_000; i++) backOff.failed(`guess-${i}`, '127.0.0.1');
    fail(3, 'M1', '127.0.0.1');
    expect(backOff.blocks('M1', '127.0.0.1')).toBe('name');
    expect(backOff.remembered).toBeLessThanOrEqual(20_000);
  });
});

describe('a login that has to wait', () => {
  it('is closed unanswered, right or wrong, until its time is over; other devices come in meanwhile', async () => {
    const world = await World.start(new FakeDirectory(['M1', 'M2']), { wrongLogins: 3 });
    const wrong = { password: Buffer.from('guess') };
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push(await world.stranger().login('M1', wrong));
    expect(answers).toEqual([5, 5, 5, 'closed', 'closed']);
    expect(await world.stranger().login('M1')).toBe('closed');
    await world.device('M2');
    expect(await world.metric('logins_refused_total', { reason: 'back-off' })).toBe(3);
    expect(world.logs().filter(({ reason }) => reason === 'back-off')).toMatchObject([
      { who: 'M1', address: '127.0.0.1' },
    ]);
    world.passed += 1_000;
    expect(await world.stranger().login('M1')).toBe(0);
    await world.stop();
  });

  it('an unknown name is answered and slowed down like a known one', async () => {
    const world = await World.start(new FakeDirectory(['M1']), { wrongLogins: 2 });
    for (const name of ['M1', 'M404']) {
      const tries = [];
      for (let i = 0; i < 3; i++) {
        tries.push(await world.stranger().login(name, { password: Buffer.from('guess') }));
      }
      expect(tries).toEqual([5, 5, 'closed']);
    }
    await world.stop();
  });

  it('a new secret, given by a person, counts at once', async () => {
    const world = await World.start(new FakeDirectory(['M1']), { wrongLogins: 1 });
    await world.stranger().login('M1', { password: Buffer.from('the former one') });
    expect(await world.stranger().login('M1')).toBe('closed');
    world.gateway.disconnect(['M1']);
    expect(await world.stranger().login('M1', { password: Buffer.from(secretOf('M1')) })).toBe(0);
    await world.stop();
  });
});
