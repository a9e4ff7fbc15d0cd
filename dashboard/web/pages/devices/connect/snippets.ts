import type { Sample } from './sample.ts';

/** Ready-made texts that connect a device: what is pasted works as it stands but for the secret, when it is not shown. */
export interface Target {
  readonly host: string;
  /** null = that listener is off. */
  readonly mqttPort: number | null;
  readonly mqttsPort: number | null;
  readonly id: string;
  readonly secret: string;
  readonly sample: Sample;
  /** Time of the example, ISO 8601 with offset. */
  readonly ts: string;
}
/** A comment in the reader's language. */
export type Words = Readonly<Record<'tls' | 'plain' | 'commands' | 'acknowledged' | 'ownTime', string>>;

const plainWord = /^[\w.:@%+=/-]+$/;
/** One word of a POSIX shell, whatever it holds. */
export const shellWord = (text: string) => (plainWord.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

const payload = ({ sample, ts }: Target) => ({ ts, ...sample.message });
/** The encrypted port where there is one. */
const portOf = (target: Target) => target.mqttsPort ?? target.mqttPort;

function shellServer(target: Target): string {
  const tls = target.mqttsPort === null ? '' : ' --cafile ca.crt';
  return `-h ${shellWord(target.host)} -p ${portOf(target) ?? 1883}${tls}`;
}

export function shell(target: Target, words: Words): string {
  const id = shellWord(target.id);
  const login = (client: string) => [
    `  -i ${client} -u ${id} \\`,
    `  -P '${target.secret.replaceAll("'", `'\\''`)}' -q 1 \\`,
  ];
  const { ts, ...rest } = payload(target);
  const body = JSON.stringify(rest);
  const lines = [
    `# ${target.mqttsPort === null ? words.plain : words.tls}`,
    `mosquitto_pub ${shellServer(target)} \\`,
    ...login(id),
    `  -t ${shellWord(target.sample.topic)} \\`,
    `  -m '{"ts":"${ts}",`,
    `       ${body.slice(1).replaceAll("'", `'\\''`)}'`,
  ];
  if (target.sample.topic.startsWith(`v1/${target.id}/`))
    lines.push(
      '',
      `# ${words.commands}`,
      `mosquitto_sub ${shellServer(target)} \\`,
      ...login(shellWord(`${target.id}-sub`)),
      `  -t ${shellWord(`v1/${target.id}/commands/#`)}`,
    );
  return lines.join('\n');
}

/** JSON as Python writes it: the examples hold no true, false or null. */
const python = (value: unknown) => JSON.stringify(value).replaceAll('":', '": ').replaceAll(',"', ', "');

export function pythonScript(target: Target, words: Words): string {
  const { message, topic } = target.sample;
  return [
    'import json, time',
    'import paho.mqtt.client as mqtt',
    '',
    'client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2,',
    `                     client_id=${JSON.stringify(target.id)})`,
    `client.username_pw_set(${JSON.stringify(target.id)},`,
    `                       ${JSON.stringify(target.secret)})`,
    ...(target.mqttsPort === null ? [] : [`# ${words.tls}`, 'client.tls_set("ca.crt")']),
    `client.connect(${JSON.stringify(target.host)}, ${portOf(target) ?? 1883})`,
    'client.loop_start()',
    `message = {"ts": int(time.time() * 1000),`,
    `           ${python(message).slice(1)}`,
    `sent = client.publish(${JSON.stringify(topic)},`,
    '                      json.dumps(message), qos=1)',
    `# ${words.acknowledged}`,
    'sent.wait_for_publish(timeout=10)',
    'client.disconnect()',
    'client.loop_stop()',
  ].join('\n');
}

/** A function node before an `mqtt out` node. */
export function nodeRed(target: Target): string {
  const { message, point, value, topic } = target.sample;
  const body = JSON.stringify(message, null, 2)
    .replace(`"${point}": ${value}`, `"${point}": Number(msg.payload)`)
    .replace('{', '{\n  "ts": Date.now(),');
  return [
    `msg.topic = ${JSON.stringify(topic)};`,
    `msg.payload = ${body};`,
    'msg.qos = 1;',
    'msg.retain = false;',
    'return msg;',
  ].join('\n');
}

/** The payload template of an industrial gateway, its variables in double braces. */
export function gatewayPayload({ sample }: Pick<Target, 'sample'>): string {
  const { message, point, value } = sample;
  return JSON.stringify({ ts: '{{timestamp_ms}}', ...message }, null, 2)
    .replace('"{{timestamp_ms}}"', '{{timestamp_ms}}')
    .replace(`"${point}": ${value}`, `"${point}": {{value}}`);
}

export interface Painted {
  readonly text: string;
  readonly kind: 'plain' | 'command' | 'comment';
}
/** A text in pieces for the page: what is run, what is said. Joined again it is the text. */
export function painted(text: string): readonly Painted[] {
  const found: Painted[] = [];
  for (const part of text.split(/(^#.*$|^mosquitto_\w+)/m)) {
    if (part === '') continue;
    const kind = part.startsWith('#') ? 'comment' : part.startsWith('mosquitto_') ? 'command' : 'plain';
    found.push({ text: part, kind });
  }
  return found;
}
