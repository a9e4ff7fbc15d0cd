import type { Qos } from './message.ts';

interface Node<H> {
  readonly next: Map<string, Node<H>>;
  readonly holders: Map<H, Qos>;
}

/** Who holds which filter, asked by topic (MQTT 3.1.1 section 4.7). One step a level, whatever the number of holders. */
export class SubscriptionTree<H> {
  readonly #root: Node<H> = { next: new Map(), holders: new Map() };

  set(filter: string, holder: H, qos: Qos): void {
    let node = this.#root;
    for (const level of filter.split('/')) {
      let next = node.next.get(level);
      if (next === undefined) {
        next = { next: new Map(), holders: new Map() };
        node.next.set(level, next);
      }
      node = next;
    }
    node.holders.set(holder, qos);
  }

  delete(filter: string, holder: H): void {
    const levels = filter.split('/');
    const path = [this.#root];
    for (const level of levels) {
      const next = path.at(-1)!.next.get(level);
      if (next === undefined) return;
      path.push(next);
    }
    path.at(-1)!.holders.delete(holder);
    // Filters come and go for years: what is empty is cut off.
    for (let at = levels.length; at > 0; at--) {
      const node = path[at]!;
      if (node.holders.size > 0 || node.next.size > 0) return;
      path[at - 1]!.next.delete(levels[at - 1]!);
    }
  }

  /** Calls once for every filter that takes the topic in: for one holder as often as its filters overlap. */
  match(topic: string, visit: (holder: H, qos: Qos) => void): void {
    if (this.#root.next.size > 0) walk(this.#root, topic.split('/'), 0, visit);
  }
}

function walk<H>(node: Node<H>, levels: readonly string[], at: number, visit: (holder: H, qos: Qos) => void): void {
  const level = levels[at];
  // [MQTT-4.7.2-1]: a wildcard at the first level takes no `$` topic in.
  const wild = at > 0 || !level!.startsWith('$');
  // `sport/#` takes in `sport` itself, so it is asked before the end too.
  if (wild) node.next.get('#')?.holders.forEach((qos, holder) => visit(holder, qos));
  if (level === undefined) {
    node.holders.forEach((qos, holder) => visit(holder, qos));
    return;
  }
  const named = node.next.get(level);
  if (named !== undefined) walk(named, levels, at + 1, visit);
  const any = wild ? node.next.get('+') : undefined;
  if (any !== undefined) walk(any, levels, at + 1, visit);
}
