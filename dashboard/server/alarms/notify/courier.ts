import { Counter } from 'prom-client';
import type { AlarmChannel, AlarmMessage } from '../../../../storage/registry/alarm-port.ts';
import { ownViewer, type House } from '../../house.ts';
import type { AlarmMessages } from '../../port.ts';
import { wireAlarm } from '../wire-alarm.ts';
import type { News } from './letter.ts';
import { sendMail } from './mail.ts';
import { sendWebhook } from './webhook.ts';

const lookEveryMs = 5_000;
const atOnce = 50;
const firstPauseMs = 30_000;
const longestPauseMs = 6 * 3_600_000;
/** Then nobody is told any more; the alarm says so. */
const givenUpAfterMs = 3 * 86_400_000;

/** Channels that are set up. */
export function channelsOf(messages: AlarmMessages | undefined): AlarmChannel[] {
  return (['mail', 'webhook'] as const).filter((channel) => messages?.[channel] !== undefined);
}

/** 30 s, then twice as long each time, six hours at most. */
export function pauseAfter(tries: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** tries);
}

type Options = Pick<
  House,
  'registry' | 'alarms' | 'calendar' | 'store' | 'now' | 'log' | 'metrics' | 'messages' | 'publicUrl'
>;

/**
 * Takes messages of alarms out of the register's outbox and sends them, in order, until they arrive or are given up. Each
 * channel goes its rounds by itself: mail does not wait for a receiver of webhooks that hangs.
 */
export class Courier {
  readonly #options: Options;
  readonly #channels: readonly AlarmChannel[];
  readonly #webhookPatienceMs: number;
  readonly #rounds = new Map<AlarmChannel, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #base = '';
  #count: Counter<'channel' | 'result'> | undefined;

  constructor(options: Options, webhookPatienceMs = 10_000) {
    this.#options = options;
    this.#webhookPatienceMs = webhookPatienceMs;
    this.#channels = channelsOf(options.messages);
  }

  /** @param ownUrl where the pages are when nobody said under which address people reach them */
  start(ownUrl: string): void {
    this.#base = (this.#options.publicUrl ?? ownUrl).replace(/\/+$/, '');
    if (this.#channels.length === 0) return;
    const { alarms, metrics } = this.#options;
    this.#count = new Counter({
      name: 'wattsteward_alarm_messages_total',
      help: 'Messages of alarms by channel and what became of them: sent, failed (tried again), given-up',
      labelNames: ['channel', 'result'],
      registers: [metrics],
    });
    this.#timer = setInterval(() => this.#tick(), lookEveryMs);
    this.#timer.unref();
    alarms.onChanged(() => this.#tick());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await Promise.allSettled(this.#rounds.values());
  }

  /** Sends what is due. Resolves when the round of each channel is over. */
  async send(): Promise<void> {
    await Promise.all(this.#channels.map((channel) => this.#round(channel)));
  }

  #tick(): void {
    for (const channel of this.#channels) {
      this.#round(channel).catch((error: unknown) => {
        if (!this.#stopped) this.#options.log.error({ err: error, channel }, 'messages of alarms could not be read');
      });
    }
  }

  /** One at a time of a channel. */
  #round(channel: AlarmChannel): Promise<void> {
    let round = this.#rounds.get(channel);
    if (round === undefined) {
      round = this.#send(channel).finally(() => this.#rounds.delete(channel));
      this.#rounds.set(channel, round);
    }
    return round;
  }

  async #send(channel: AlarmChannel): Promise<void> {
    const { registry, now } = this.#options;
    // What fails in a round is due after this, however long the round takes; so it ends.
    const began = now();
    for (;;) {
      const due = this.#stopped ? [] : await registry.alarms.due(channel, atOnce, began);
      if (due.length === 0) return;
      for (const batch of channel === 'mail' ? [due] : due.map((one) => [one])) {
        // Where one got no answer in time the next would wait as long for none.
        if (this.#stopped || (await this.#deliver(batch)) === 'no answer') return;
      }
    }
  }

  async #deliver(batch: readonly AlarmMessage[]): Promise<'sent' | 'failed' | 'no answer'> {
    const { registry, messages, now } = this.#options;
    const news = (await Promise.all(batch.map((one) => this.#newsOf(one)))).filter((one) => one !== null);
    const ids = batch.map(({ id }) => id);
    const { channel } = batch[0]!;
    try {
      // Of an alarm that left with the demo there is nothing to tell.
      if (news.length > 0 && channel === 'mail') await sendMail(messages!.mail!, news);
      else if (news.length > 0) {
        await sendWebhook(messages!.webhook!, news[0]!, now(), this.#webhookPatienceMs);
      }
    } catch (error) {
      await this.#failed(batch, whatFailed(error));
      return isTimeOut(error) ? 'no answer' : 'failed';
    }
    await registry.alarms.sent(ids);
    this.#count?.inc({ channel, result: 'sent' }, ids.length);
    return 'sent';
  }

  /** Each by its own age: what is new is tried on when what is old is given up. */
  async #failed(batch: readonly AlarmMessage[], reason: string): Promise<void> {
    const { registry, now, log } = this.#options;
    for (const { id, alarm, channel, event, createdAt, tries } of batch) {
      const over = now() - createdAt >= givenUpAfterMs;
      await registry.alarms.failed([id], reason, over ? null : now() + pauseAfter(tries));
      this.#count?.inc({ channel, result: over ? 'given-up' : 'failed' });
      const facts = { alarm, channel, event, tries: tries + 1, reason };
      if (!over) log.warn(facts, 'a message of an alarm was not taken; it is tried again');
      else {
        log.error(facts, 'a message of an alarm was given up');
        await registry.alarms.note(alarm, `${channel}: ${reason}`, null);
      }
    }
  }

  async #newsOf({ alarm: id, event, message }: AlarmMessage): Promise<News | null> {
    const { registry } = this.#options;
    const alarm = await registry.alarms.one(ownViewer, id);
    if (alarm === null) return null;
    const wire = wireAlarm(alarm, this.#options);
    const at = event === 'closed' ? (wire.closed?.at ?? wire.lastSeenAt) : wire.openedAt;
    return { message, event, at, alarm: wire, link: `${this.#base}/alarms/${id}` };
  }
}

const timeOuts: ReadonlySet<unknown> = new Set(['TimeoutError', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT']);

function isTimeOut(error: unknown): boolean {
  const { code, cause, name } = error as Error & { code?: string; cause?: { code?: string } };
  return [name, code, cause?.code].some((word) => timeOuts.has(word));
}

/** A code and the other side's own words, never an address with its credentials. */
function whatFailed(error: unknown): string {
  const { code, message, cause, name } = error as Error & { code?: string; cause?: { code?: string } };
  if (name === 'TimeoutError') return 'no answer in time';
  const words = [cause?.code ?? code, message].filter((part) => part !== undefined).join(': ');
  return words.replace(/\b[a-z][a-z+.-]*:\/\/\S+/gi, '…').slice(0, 300);
}
