import { toKeep, weightOf, type Message } from './message.ts';

interface Node {
  readonly next: Map<string, Node>;
  message: Message | null;
}

export interface RetainedBounds {
  readonly retainedMessages: number;
  readonly retainedBytes: number;
}

/** The last retained message of each topic (MQTT 3.1.1 section 3.3.1.3), in memory and bounded. */
export class Retained {
  readonly #bounds: RetainedBounds;
  readonly #root: Node = { next: new Map(), message: null };
  #messages = 0;
  #bytes = 0;

  constructor(bounds: RetainedBounds) {
    this.#bounds = bounds;
  }

  get messages(): number {
    return this.#messages;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Keeps the message in place of the topic's last one; an empty payload only clears it [MQTT-3.3.1-10].
   * @returns false when there is no room: then the topic has none, for the last one is no longer true.
   */
  set(message: Message): boolean {
    const { topic, payload } = message;
    this.delete(topic);
    if (payload.length === 0) return true;
    const weight = weightOf(message);
    if (this.#messages >= this.#bounds.retainedMessages || this.#bytes + weight > this.#bounds.retainedBytes)
      return false;
    let node = this.#root;
    for (const level of topic.split('/')) {
      let next = node.next.get(level);
      if (next === undefined) {
        next = { next: new Map(), message: null };
        node.next.set(level, next);
      }
      node = next;
    }
    node.message = toKeep(message);
    this.#messages++;
    this.#bytes += weight;
    return true;
  }

  delete(topic: string): void {
    const levels = topic.split('/');
    const path = [this.#root];
    for (const level of levels) {
      const next = path.at(-1)!.next.get(level);
      if (next === undefined) return;
      path.push(next);
    }
    const last = path.at(-1)!;
    if (last.message === null) return;
    this.#messages--;
    this.#bytes -= weightOf(last.message);
    last.message = null;
    for (let at = levels.length; at > 0; at--) {
      const node = path[at]!;
      if (node.message !== null || node.next.size > 0) return;
      path[at - 1]!.next.delete(levels[at - 1]!);
    }
  }

  /** What the filter takes in, found as it is asked for: a slow subscriber reads what is true by then. */
  *matching(filter: string): Generator<Message, undefined> {
    yield* walk(this.#root, filter.split('/'), 0);
    return undefined;
  }
}

function* walk(node: Node, levels: readonly string[], at: number): Generator<Message, void> {
  const level = levels[at];
  if (level === undefined) {
    if (node.message !== null) yield node.message;
  } else if (level === '#') {
    yield* below(node, at);
  } else if (level === '+') {
    for (const [name, next] of node.next) {
      if (at > 0 || !name.startsWith('$')) yield* walk(next, levels, at + 1);
    }
  } else {
    const next = node.next.get(level);
    if (next !== undefined) yield* walk(next, levels, at + 1);
  }
}

function* below(node: Node, depth: number): Generator<Message, void> {
  if (node.message !== null) yield node.message;
  for (const [name, next] of node.next) {
    if (depth > 0 || !name.startsWith('$')) yield* below(next, depth + 1);
  }
}
