import type { Logger } from 'pino';
import { growingPauseMs } from '../retry.ts';
import type { InboundMessage, MessageSink } from '../port.ts';
import { parseTopic } from '../topics.ts';
import { SourceConnection, type Received } from './connection.ts';
import type { SourceMemory } from './memory.ts';
import type { SourceSettings, SourceState } from './port.ts';
import { troubleOf, type Trouble } from './refusal.ts';

export interface SourceOptions {
  readonly settings: SourceSettings;
  readonly sink: MessageSink;
  readonly memory: SourceMemory;
  readonly log: Logger;
  readonly now: () => number;
}

const firstPauseMs = 500;
const longestPauseMs = 10_000;
/** A refused topic is asked for again: its rights may have been given meanwhile. */
const askAgainMs = 30_000;
/** The collector answers within 2 s. */
const drainMs = 2_500;
/**
 * A larger message is not read: what it carries would not be durable in time, the broker would deliver it again for
 * ever, and every other device would wait behind it. Brokers themselves often have no bound.
 */
const largestMessage = 1024 * 1024;
/** Of such a message, what is kept to recognise it by. */
const keptBytes = 4 * 1024;

/**
 * One other broker, collected from for as long as the process lives: connects, subscribes, hands over, reconnects with
 * a growing pause. No state of that broker, and no message of it, ends the process.
 */
export class MqttSource {
  readonly #options: SourceOptions;
  #connection: SourceConnection | null = null;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #failures = 0;
  #state: SourceState['state'] = 'connecting';
  #since = 0;
  #lastMessageAt: number | null = null;
  #lastError: SourceState['lastError'] = null;
  #loggedCode: string | null = null;
  messages = 0;
  connects = 0;
  tooLarge = 0;

  constructor(options: SourceOptions) {
    this.#options = options;
  }

  start(): void {
    this.#since = this.#options.now();
    void this.#open();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#connection?.drain(drainMs);
  }

  state(): SourceState {
    const { name, url, topics } = this.#options.settings;
    return {
      ...{ name, url, topics },
      ...{ state: this.#state, since: this.#since, messages: this.messages },
      ...{ lastMessageAt: this.#lastMessageAt, lastError: this.#lastError },
    };
  }

  get held(): number {
    return this.#connection?.held ?? 0;
  }

  async #open(): Promise<void> {
    const { settings, memory } = this.#options;
    try {
      const clientId = await memory.clientId(settings.name);
      if (this.#stopped) return;
      const connection: SourceConnection = new SourceConnection(settings, clientId, {
        connected: (resumed) => {
          this.connects++;
          void this.#subscribe(connection, resumed);
        },
        received: (message, done) => this.#received(message, done),
        closed: (trouble) => this.#again(trouble),
      });
      this.#connection = connection;
      connection.open();
    } catch (error) {
      this.#again(troubleOf(error));
    }
  }

  async #subscribe(connection: SourceConnection, resumed: boolean): Promise<void> {
    const { settings, memory } = this.#options;
    try {
      const before = await memory.topics(settings);
      const granted: string[] = [];
      const refused: string[] = [];
      const weak: string[] = [];
      for (const topic of settings.topics) {
        // Asked again, the broker would send everything retained again too.
        const qos = resumed && before.includes(topic) ? 1 : await connection.subscribe(topic);
        if (qos === null) refused.push(topic);
        else granted.push(topic);
        if (qos === 0) weak.push(topic);
      }
      if (resumed) {
        for (const topic of before) if (!settings.topics.includes(topic)) await connection.unsubscribe(topic);
      }
      // Of a weak one we ask again next time.
      await memory.setTopics(
        settings,
        granted.filter((topic) => !weak.includes(topic)),
      );
      this.#subscribed(connection, refused, weak);
    } catch (error) {
      connection.abandon(troubleOf(error));
    }
  }

  #subscribed(connection: SourceConnection, refused: readonly string[], weak: readonly string[]): void {
    if (this.#stopped || this.#connection !== connection) return;
    if (refused.length === 0) {
      this.#enter('connected');
      this.#loggedCode = null;
      this.#options.log.info({ weak }, 'connected to the broker, subscribed at QoS 1');
    } else {
      this.#trouble({
        state: 'refused',
        code: 'topic-refused',
        message: `not authorised to subscribe to ${refused.join(', ')}`,
      });
      this.#timer = setTimeout(() => void this.#subscribe(connection, true), askAgainMs);
    }
    if (weak.length > 0) {
      const message = `QoS 0 is all that it grants for ${weak.join(', ')}: what is lost on the way is lost`;
      this.#lastError = { at: this.#options.now(), message };
    }
  }

  #received({ topic, payload, retained }: Received, done: (error?: Error) => void): void {
    const { settings, sink, now, log } = this.#options;
    const receivedAt = now();
    this.messages++;
    this.#lastMessageAt = receivedAt;
    const tooLarge = payload.length > largestMessage;
    if (tooLarge) this.#tooLarge(topic, payload.length);
    const message: InboundMessage = {
      ...{ source: settings.name, publisher: settings.name, publisherKind: 'account' },
      // Cut off it can't be read: counted as such, with its beginning, and acknowledged.
      ...{ topic, payload: tooLarge ? payload.slice(0, keptBytes) : payload, receivedAt, retained },
    };
    try {
      const collected = parseTopic(topic) !== null || (sink.takes?.(message) ?? false);
      if (!collected) return done();
      sink.accept(message, (error) => {
        if (!error) this.#failures = 0;
        done(error);
      });
    } catch (error) {
      log.error({ err: error, topic }, 'a message could not be handed over: a fault of the collector');
      done(error as Error);
    }
  }

  #tooLarge(topic: string, bytes: number): void {
    this.tooLarge++;
    const message = `a message of ${bytes} bytes on ${topic.slice(0, 128)} was not read: at most ${largestMessage}`;
    this.#lastError = { at: this.#options.now(), message };
    if (this.tooLarge === 1) this.#options.log.warn({ topic: topic.slice(0, 128), bytes }, 'a message was too large');
  }

  #again(trouble: Trouble): void {
    this.#connection = null;
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    // What held for a while was no failure to connect.
    if (this.#state === 'connected' && this.#options.now() - this.#since > longestPauseMs) this.#failures = 0;
    this.#trouble(trouble);
    this.#failures++;
    this.#timer = setTimeout(() => void this.#open(), growingPauseMs(this.#failures, firstPauseMs, longestPauseMs));
  }

  #trouble({ state, code, message }: Trouble): void {
    this.#enter(state);
    this.#lastError = { at: this.#options.now(), message };
    // Once a reason, not once a try.
    if (this.#loggedCode === code) return;
    this.#loggedCode = code;
    this.#options.log.warn({ code, reason: message }, 'not collecting from the broker; trying again');
  }

  #enter(state: SourceState['state']): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#since = this.#options.now();
  }
}
