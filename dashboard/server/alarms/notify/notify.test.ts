import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingHttpHeaders, type Server as HttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { pino } from 'pino';
import { Registry as MetricsRegistry } from 'prom-client';
import { expect, it, onTestFinished } from 'vitest';
import { opened } from '../../../../domain/alarms/episode.ts';
import { LocalCalendar } from '../../../../domain/time/calendar.ts';
import type { WireAlarm } from '../../../../domain/wire-alarms.ts';
import type { AlarmEpisode } from '../../../../storage/registry/alarm-port.ts';
import { Installation, timezone, until } from '../../fakes/installation.ts';
import { ownViewer } from '../../house.ts';
import type { AlarmMessages } from '../../port.ts';
import { Courier, pauseAfter } from './courier.ts';
import { letterOf, type News } from './letter.ts';

const secret = 'a secret of this test';
const channels = ['mail', 'webhook'] as const;

/** Takes letters as a mail server does, as much of SMTP as one needs. */
class Postbox {
  readonly letters: string[] = [];
  readonly #server: Server = createServer((socket) => this.#talk(socket));
  /** Answers 451 to whatever is to be sent. */
  busy = false;

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    onTestFinished(() => void this.#server.close());
    return `smtp://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #talk(socket: Socket): void {
    let [pending, letter] = ['', null as string[] | null];
    const say = (line: string) => void socket.write(`${line}\r\n`);
    const hear = (line: string) => {
      if (letter !== null) {
        if (line !== '.') return void letter.push(line);
        this.letters.push(letter.join('\n'));
        letter = null;
        return say('250 kept');
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'DATA') {
        letter = [];
        say('354 go on');
      } else if (verb === 'MAIL' && this.busy) say('451 later');
      else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else say('250 ok');
    };
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      pending += chunk;
      const lines = pending.split('\r\n');
      pending = lines.pop()!;
      lines.forEach(hear);
    });
    socket.on('error', () => {});
    say('220 postbox');
  }
}

/** A receiver of webhooks that keeps what came. */
class Receiver {
  readonly calls: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  status = 204;
  /** Takes what comes and does not answer. */
  hangs = false;
  onCall = (): void => {};
  readonly #server: HttpServer = createHttpServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      this.calls.push({ headers: request.headers, body });
      this.onCall();
      if (this.hangs) return;
      response.writeHead(this.status, this.status === 302 ? { location: '/elsewhere' } : {}).end();
    });
  });

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    onTestFinished(() => {
      this.hangUp();
      this.#server.close();
    });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook?key=hush`;
  }

  hangUp(): void {
    this.#server.closeAllConnections();
  }
}

/** As docs/alarms.md tells a receiver to check. */
function isGenuine({ headers, body }: Receiver['calls'][number], now: number): boolean {
  const timestamp = String(headers['wattsteward-timestamp']);
  const expected = `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
  const given = String(headers['wattsteward-signature']);
  if (given.length !== expected.length || Math.abs(now / 1000 - Number(timestamp)) > 300) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

async function houseWith(messages: AlarmMessages): Promise<Installation> {
  const house = new Installation();
  onTestFinished(() => house.stop());
  await house.start(() => ({ messages, publicUrl: 'https://energy.example.cn/' }));
  return house;
}

const leak = (building = 'B1', meter = 'W1'): AlarmEpisode => ({
  ...{ id: null, kind: 'night-flow', building, meter, carrier: 'water', unit: 'm³/h', wasteUnit: 'm³' },
  episode: opened(20_780, 1.82, { usual: 0.02, limit: 0.12 }, { quantity: 43.2, money: 194.4 }),
  openedAt: Date.parse('2026-11-23T06:00:00+08:00'),
  lastSeenAt: Date.parse('2026-11-23T06:00:00+08:00'),
  closedAt: null,
});
const text = (letter: string): string => Buffer.from(letter.slice(letter.indexOf('\n\n')), 'base64').toString('utf8');

it('an alarm is told once when it opens and once when it closes: a letter in both languages and a signed webhook', async () => {
  const [postbox, receiver] = [new Postbox(), new Receiver()];
  const mail = { url: await postbox.open(), from: 'energy@example.cn', to: ['lin@example.cn'] };
  const house = await houseWith({ mail, webhook: { url: await receiver.open(), secret } });
  const { alarms } = house.registry;
  const [id] = await alarms.keep([leak()], channels);
  await house.dashboard.courier.send();
  await house.dashboard.courier.send();
  expect([postbox.letters.length, receiver.calls.length]).toEqual([1, 1]);
  const [call] = receiver.calls;
  expect(isGenuine(call!, house.now)).toBe(true);
  expect(isGenuine({ ...call!, body: call!.body.replace('194.4', '1') }, house.now), 'changed on its way').toBe(false);
  expect(isGenuine(call!, house.now + 3_600_000), 'played again an hour later').toBe(false);
  expect(JSON.parse(call!.body)).toMatchObject({
    id: call!.headers['wattsteward-message'],
    event: 'opened',
    alarm: { id, buildingName: '教学楼', waste: { quantity: 43.2, unit: 'm³', money: 194.4 } },
    link: `https://energy.example.cn/alarms/${id}`,
  });
  const letter = text(postbox.letters[0]!);
  for (const words of [
    '疑似漏水',
    '第一中学 · 教学楼',
    '2026-11-23 06:00',
    '43.2 m³',
    '194.40 元',
    'a leak is likely',
    `https://energy.example.cn/alarms/${id}`,
  ]) {
    expect(letter).toContain(words);
  }
  await house.dashboard.alarms.close(id!, '已修好', ownViewer);
  await until('the end', () => postbox.letters.length === 2 && receiver.calls.length === 2);
  expect(JSON.parse(receiver.calls[1]!.body)).toMatchObject({ event: 'closed', alarm: { state: 'closed' } });
  expect(text(postbox.letters[1]!)).toContain('已解除');
});

it('what nobody took is tried again, later each time, with the same id', async () => {
  const receiver = new Receiver();
  const house = await houseWith({ webhook: { url: await receiver.open(), secret } });
  receiver.status = 503;
  await house.registry.alarms.keep([leak()], ['webhook']);
  await house.dashboard.courier.send();
  await house.dashboard.courier.send();
  expect(receiver.calls.length, 'not before its time').toBe(1);
  house.now += pauseAfter(0);
  await house.dashboard.courier.send();
  receiver.status = 200;
  house.now += pauseAfter(1);
  await house.dashboard.courier.send();
  house.now += 86_400_000;
  await house.dashboard.courier.send();
  expect(new Set(receiver.calls.map(({ headers }) => headers['wattsteward-message'])).size).toBe(1);
  expect(receiver.calls.length).toBe(3);
  expect(await house.registry.alarms.outbox()).toEqual({ waiting: 0, givenUp: 0 });
});

it('a redirect is no receiver; after three days it is given up, and the alarm says so without the address', async () => {
  const receiver = new Receiver();
  const house = await houseWith({ webhook: { url: await receiver.open(), secret } });
  receiver.status = 302;
  const [id] = await house.registry.alarms.keep([leak()], ['webhook']);
  await house.dashboard.courier.send();
  house.now += 3 * 86_400_000;
  await house.dashboard.courier.send();
  expect(await house.registry.alarms.outbox()).toEqual({ waiting: 0, givenUp: 1 });
  const { steps } = (await house.registry.alarms.one(ownViewer, id!))!;
  expect(steps.at(-1)).toMatchObject({ by: null, what: 'noted', text: 'webhook: the receiver answered 302' });
  expect(JSON.stringify(steps)).not.toContain('hush');
});

it('a receiver of webhooks that hangs keeps no letter waiting', async () => {
  const [postbox, receiver] = [new Postbox(), new Receiver()];
  const mail = { url: await postbox.open(), from: 'energy@example.cn', to: ['lin@example.cn'] };
  const house = await houseWith({ mail, webhook: { url: await receiver.open(), secret } });
  receiver.hangs = true;
  await house.registry.alarms.keep([leak(), leak('B2', 'E2')], ['webhook']);
  const round = house.dashboard.courier.send();
  await until('the webhook', () => receiver.calls.length === 1);
  await house.registry.alarms.keep([leak('B1', 'E1')], ['mail']);
  void house.dashboard.courier.send();
  await until('the letter', () => postbox.letters.length === 1);
  expect(receiver.calls.length, 'the first one waits still').toBe(1);
  receiver.hangs = false;
  receiver.hangUp();
  await round;
});

it('where one got no answer in time the next ones are not tried in the same round; all of them are in time', async () => {
  const receiver = new Receiver();
  const url = await receiver.open();
  const house = await houseWith({});
  const { registry, store, dashboard } = house;
  const log = pino({ level: 'silent' });
  const parts = { registry, store, log, metrics: new MetricsRegistry(), alarms: dashboard.alarms };
  const options = { ...parts, calendar: new LocalCalendar(timezone), now: () => house.now };
  const courier = new Courier({ ...options, messages: { webhook: { url, secret } }, publicUrl: 'https://a' }, 500);
  await registry.alarms.keep([leak(), leak('B2', 'E2'), leak('B1', 'E1')], ['webhook']);
  receiver.hangs = true;
  await courier.send();
  expect(receiver.calls.length).toBe(1);
  receiver.hangs = false;
  house.now += pauseAfter(0);
  await courier.send();
  expect(receiver.calls.length).toBe(4);
  expect(await registry.alarms.outbox()).toEqual({ waiting: 0, givenUp: 0 });
});

it('a round that takes longer than the first pause tries each once', async () => {
  const receiver = new Receiver();
  const house = await houseWith({ webhook: { url: await receiver.open(), secret } });
  receiver.status = 503;
  receiver.onCall = () => (house.now += 2 * pauseAfter(0));
  await house.registry.alarms.keep([leak(), leak('B2', 'E2'), leak('B1', 'E1')], ['webhook']);
  await house.dashboard.courier.send();
  expect(receiver.calls.length).toBe(3);
});

it('a mail server that is busy gets them all in one letter later', async () => {
  const postbox = new Postbox();
  const house = await houseWith({
    mail: { url: await postbox.open(), from: 'energy@example.cn', to: ['lin@example.cn'] },
  });
  postbox.busy = true;
  await house.registry.alarms.keep([leak(), leak('B2', 'E2')], ['mail']);
  await house.dashboard.courier.send();
  expect(postbox.letters).toEqual([]);
  postbox.busy = false;
  house.now += pauseAfter(0);
  await house.dashboard.courier.send();
  expect(postbox.letters.length).toBe(1);
  const letter = text(postbox.letters[0]!);
  expect(letter).toContain('教学楼');
  expect(letter).toContain('门诊楼');
});

it('a name with a line break makes no header and no line of its own', () => {
  const alarm = {
    kind: 'meter-silent',
    institutionName: 'A\r\nBcc: x@y.z',
    buildingName: 'B\nC',
    meter: null,
    found: 3,
    usual: 1,
    unit: 'h',
    waste: null,
    openedAt: '2026-11-23T06:00:00+08:00',
    closed: null,
    seen: 1,
  } as unknown as WireAlarm;
  const news: News = { message: 'm', event: 'opened', at: alarm.openedAt, alarm, link: 'https://a/alarms/1' };
  const { subject, text: body } = letterOf([news]);
  expect(subject).not.toMatch(/[\r\n]/);
  expect(body).toContain('A Bcc: x@y.z · B C');
});

it('pauses grow to six hours and no further', () => {
  expect([0, 1, 5, 30].map((tries) => pauseAfter(tries) / 60_000)).toEqual([0.5, 1, 16, 360]);
});
