import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { gatewayPayload, nodeRed, painted, pythonScript, shell, shellWord, type Target } from './snippets.ts';
import { sampleOf, type SampleOf } from './sample.ts';

const words = { tls: 'tls', plain: 'plain', commands: 'commands', acknowledged: 'on disk', ownTime: 'optional' };
const target = (more: Partial<Target> = {}, of: Partial<SampleOf> = {}): Target => {
  const id = more.id ?? 'E-0412';
  return {
    host: 'mqtt.example.cn',
    mqttPort: 1883,
    mqttsPort: null,
    id,
    secret: 'k7Vd-9QmT',
    sample: sampleOf({ id, kind: 'meter', ...of }),
    ts: '2026-11-23T14:35:00+08:00',
    ...more,
  };
};
/** The arguments that a shell gives to each command. */
function argumentsOf(script: string): string[][] {
  const program = `mosquitto_pub() { printf '%s\\0' pub "$@"; printf '\\1'; }; mosquitto_sub() { printf '%s\\0' sub "$@"; printf '\\1'; }\n`;
  const out = execFileSync('sh', ['-c', program + script], { encoding: 'utf8' });
  return out
    .split('\u0001')
    .filter((run) => run !== '')
    .map((run) => run.split('\0').slice(0, -1));
}
const option = (run: string[], name: string) => run[run.indexOf(name) + 1];

describe('the command line', () => {
  it('arrives at mosquitto_pub as it is meant, secret, topic and payload', () => {
    const [pub, sub] = argumentsOf(shell(target(), words));
    expect([option(pub!, '-u'), option(pub!, '-P'), option(pub!, '-t'), option(pub!, '-p')]).toEqual([
      'E-0412',
      'k7Vd-9QmT',
      'v1/E-0412/readings',
      '1883',
    ]);
    expect(JSON.parse(option(pub!, '-m')!)).toEqual({
      ts: '2026-11-23T14:35:00+08:00',
      values: { energy_kwh: 1204.36 },
    });
    expect(option(sub!, '-t')).toBe('v1/E-0412/commands/#');
    // The same client id twice would throw the publisher out.
    expect(option(sub!, '-i')).not.toBe(option(pub!, '-i'));
  });
  it('survives a secret and an id that a shell would take apart', () => {
    const hostile = target({ id: "a'b $(id) é", secret: `'; rm -rf "$HOME" \`` });
    const [pub] = argumentsOf(shell(hostile, words));
    expect(option(pub!, '-P')).toBe(hostile.secret);
    expect(option(pub!, '-t')).toBe("v1/a'b $(id) é/readings");
  });
  it('takes the encrypted port when there is one, and says what it needs', () => {
    const [pub] = argumentsOf(shell(target({ mqttsPort: 8883 }), words));
    expect([option(pub!, '-p'), option(pub!, '--cafile')]).toEqual(['8883', 'ca.crt']);
  });
  it('of a gateway names a meter of it; of an account the topic is a meter’s', () => {
    const gateway = target({ id: 'G-07' }, { kind: 'gateway', meter: 'W-0188', point: 'volume_m3' });
    const [pub] = argumentsOf(shell(gateway, words));
    expect(JSON.parse(option(pub!, '-m')!)).toMatchObject({ device: 'W-0188', values: { volume_m3: 812.44 } });
    const account = argumentsOf(shell(target({ id: 'scada' }, { kind: 'account', meter: 'E-0001' }), words));
    expect([account.length, option(account[0]!, '-t')]).toEqual([1, 'v1/E-0001/readings']);
  });
  it('of a scale is an event', () => {
    const [pub] = argumentsOf(shell(target({ id: 'CT012-S1' }, { kind: 'scale' }), words));
    expect(option(pub!, '-t')).toBe('v1/CT012-S1/events');
    expect(JSON.parse(option(pub!, '-m')!)).toMatchObject({ type: 'weighing', net_g: 14450 });
  });
  it('quotes only what needs it', () =>
    expect(['v1/E-0412/readings', 'a b', "it's"].map(shellWord)).toEqual([
      'v1/E-0412/readings',
      "'a b'",
      `'it'\\''s'`,
    ]));
});

describe('other ways', () => {
  it('Python waits for the PUBACK, and trusts a CA where there is TLS', () => {
    expect(pythonScript(target(), words)).not.toContain('tls_set');
    const script = pythonScript(target({ mqttsPort: 8883, secret: 'a"b\\c' }), words);
    expect(script).toContain('client.tls_set("ca.crt")');
    expect(script).toContain('"a\\"b\\\\c"');
    expect(script).toContain('"values": {"energy_kwh": 1204.36}}');
    expect(script.indexOf('wait_for_publish')).toBeGreaterThan(script.indexOf('qos=1'));
  });
  it('Node-RED makes a reading of a number', () => {
    const node = new Function('msg', nodeRed(target()));
    const sent = node({ payload: '12.5' });
    expect(sent).toMatchObject({ topic: 'v1/E-0412/readings', qos: 1, payload: { values: { energy_kwh: 12.5 } } });
    expect(sent.payload.ts).toBeGreaterThan(Date.parse('2026-01-01'));
  });
  it('a gateway’s template is JSON once its variables are filled in', () => {
    const template = gatewayPayload(target({ id: 'G-07' }, { kind: 'gateway', meter: 'W-0188', point: 'volume_m3' }));
    const filled = template.replace('{{timestamp_ms}}', '1795410125000').replace('{{value}}', '812.44');
    expect(JSON.parse(filled)).toEqual({ ts: 1795410125000, device: 'W-0188', values: { volume_m3: 812.44 } });
  });
});

it('what is painted is what is copied', () => {
  for (const text of [shell(target({ mqttsPort: 8883 }), words), pythonScript(target({ mqttsPort: 8883 }), words)]) {
    const parts = painted(text);
    expect(parts.map((part) => part.text).join('')).toBe(text);
    expect(parts.some((part) => part.kind === 'comment')).toBe(true);
  }
});
