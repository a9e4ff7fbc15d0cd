import { execFile, execFileSync, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { account, FakeDirectory, secretOf } from './fakes/directory.ts';
import { until } from './fakes/raw-client.ts';
import { World } from './fakes/world.ts';

const run = promisify(execFile);

describe('MQTT.js', () => {
  let world: World;
  let meter: MqttClient;
  beforeEach(async () => {
    const office = account('office', { publish: ['v1/+/commands/#'] });
    world = await World.start(new FakeDirectory(['M1'], [office]));
    meter = await login('M1');
  });
  afterEach(async () => {
    await meter.endAsync(true);
    await world.stop();
  });

  function login(id: string): Promise<MqttClient> {
    return connectAsync(`mqtt://127.0.0.1:${world.port}`, {
      username: id,
      password: secretOf(id),
      reconnectPeriod: 20,
    });
  }

  it.each([0, 1, 2] as const)('publishes at QoS %i', async (qos) => {
    await meter.publishAsync('v1/M1/readings', '{"values":{"power_kw":8.12}}', { qos });
    await until(() => world.sink.messages.length === 1, 'the reading at the sink');
    expect(world.sink.payloads()).toEqual(['{"values":{"power_kw":8.12}}']);
  });

  it('sends again by itself after a failed commit, until it is stored', async () => {
    world.sink.mode = 'fail';
    const published = meter.publishAsync('v1/M1/readings', 'kept', { qos: 1 });
    await until(() => world.sink.messages.length === 1, 'the first try');
    world.sink.mode = 'commit';
    await published;
    expect(world.sink.payloads()).toEqual(['kept', 'kept']);
  });

  it('sends 2,000 at QoS 2 without waiting, each stored once', async () => {
    const lines = Array.from({ length: 2_000 }, (_, at) => `n${at}`);
    await Promise.all(lines.map((line) => meter.publishAsync('v1/M1/readings', line, { qos: 2 })));
    expect(world.sink.payloads()).toEqual(lines);
  });

  it('hears a command', async () => {
    const [granted] = await meter.subscribeAsync('v1/M1/commands/#', { qos: 1 });
    expect(granted?.qos).toBe(1);
    const heard: string[] = [];
    meter.on('message', (topic, payload) => heard.push(`${topic} ${payload.toString()}`));
    const office = await login('office');
    await office.publishAsync('v1/M1/commands/interval', '{"seconds":60}', { qos: 1 });
    await until(() => heard.length === 1, 'the command');
    expect(heard).toEqual(['v1/M1/commands/interval {"seconds":60}']);
    await office.endAsync();
  });

  it('with a wrong secret hears "not authorized"', async () => {
    const attempt = connectAsync(`mqtt://127.0.0.1:${world.port}`, { username: 'M1', password: 'wrong' }, false);
    await expect(attempt).rejects.toMatchObject({ code: 5 });
  });
});

const mosquitto = hasMosquitto();

describe.skipIf(!mosquitto)(
  `Mosquitto's command-line clients${mosquitto ? '' : ' (skipped: not on PATH; apt-get install mosquitto-clients)'}`,
  () => {
    let world: World;
    beforeEach(async () => {
      const office = account('office', { publish: ['v1/+/commands/#'], subscribe: ['v1/#'] });
      world = await World.start(new FakeDirectory(['M1', 'M2'], [office]));
    });
    afterEach(() => world.stop());

    const as = (id: string): string[] => ['-h', '127.0.0.1', '-p', String(world.port), '-u', id, '-P', secretOf(id)];

    it.each(['0', '1', '2'])('mosquitto_pub at QoS %s', async (qos) => {
      await run('mosquitto_pub', [...as('M1'), '-q', qos, '-t', 'v1/M1/readings', '-m', '{"values":{"power_kw":1}}']);
      await until(() => world.sink.messages.length === 1, 'the reading at the sink');
    });

    it('mosquitto_pub, a thousand lines at QoS 1, all in order', async () => {
      const publisher = spawn('mosquitto_pub', [...as('M1'), '-q', '1', '-l', '-t', 'v1/M1/readings']);
      const lines = Array.from({ length: 1_000 }, (_, at) => `{"values":{"energy_kwh":${at}}}`);
      publisher.stdin.end(lines.join('\n') + '\n');
      await new Promise((resolve) => publisher.once('close', resolve));
      expect(world.sink.payloads()).toEqual(lines);
    });

    it('mosquitto_pub with a wrong secret fails', async () => {
      const args = ['-h', '127.0.0.1', '-p', String(world.port), '-u', 'M1', '-P', 'wrong'];
      const attempt = run('mosquitto_pub', [...args, '-q', '1', '-t', 'v1/M1/readings', '-m', 'x']);
      await expect(attempt).rejects.toMatchObject({ code: 5 });
    });

    it('mosquitto_sub hears a command, and what an account may hear', async () => {
      const heard: string[] = [];
      const subscribers = ['v1/M1/commands/#', 'v1/#'].map((filter, at) => {
        const id = at === 0 ? 'M1' : 'office';
        const child = spawn('mosquitto_sub', [...as(id), '-q', '1', '-v', '-t', filter]);
        child.stdout.on('data', (chunk: Buffer) => heard.push(`${id}: ${chunk.toString().trim()}`));
        return child;
      });
      await until(() => world.gateway.connected === 2, 'two subscribers');
      const command = ['-q', '1', '-t', 'v1/M1/commands/reboot', '-m', '{}'];
      // Logged in isn't subscribed yet: sent again until both have heard.
      const all = (): boolean => ['M1', 'office'].every((id) => heard.some((line) => line.startsWith(id)));
      for (let attempt = 0; attempt < 20 && !all(); attempt++)
        await run('mosquitto_pub', [...as('office'), ...command]);
      await until(all, 'both to hear it');
      expect(heard).toContain('M1: v1/M1/commands/reboot {}');
      for (const child of subscribers) child.kill();
    });

    it('mosquitto_sub on a filter that is not its own is told so', async () => {
      const attempt = run('mosquitto_sub', [...as('M1'), '-E', '-t', 'v1/M2/commands/#']);
      const { stderr } = await attempt.catch((error: { stderr: string }) => error);
      expect(stderr).toContain('denied');
    });
  },
);

function hasMosquitto(): boolean {
  try {
    execFileSync('mosquitto_pub', ['--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    // It has no --version in every release, but then it ran.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
