/** The ids that lie on a circle of child → parent, not those that merely lead to one. */
export function onCircles(ids: Iterable<string>, parentOf: (id: string) => string | null): Set<string> {
  const walkOf = new Map<string, number>();
  const circular = new Set<string>();
  let walk = 0;
  for (const start of ids) {
    walk++;
    let id: string | null = start;
    while (id !== null && !walkOf.has(id)) {
      walkOf.set(id, walk);
      id = parentOf(id);
    }
    // Met an id of this same walk: from there on it goes round.
    if (id === null || walkOf.get(id) !== walk) continue;
    const entrance: string = id;
    do {
      circular.add(id);
      id = parentOf(id)!;
    } while (id !== entrance);
  }
  return circular;
}

/**
 * The ids that lie on a circle where each leads to several others, with a number that those of one knot share: an edge
 * inside a knot is part of a circle. Tarjan's strongly connected components, without recursion.
 */
export function knots(starts: Iterable<string>, next: (id: string) => readonly string[]): Map<string, number> {
  const indexes = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const knotOf = new Map<string, number>();
  for (const start of starts) {
    const walk: { readonly id: string; readonly leads: readonly string[]; at: number }[] = [];
    const enter = (id: string) => {
      indexes.set(id, indexes.size);
      lowest.set(id, indexes.get(id)!);
      open.push(id);
      isOpen.add(id);
      walk.push({ id, leads: next(id), at: 0 });
    };
    const reach = (id: string, index: number) => lowest.set(id, Math.min(lowest.get(id)!, index));
    if (!indexes.has(start)) enter(start);
    for (let step = walk.at(-1); step; step = walk.at(-1)) {
      const to = step.leads[step.at++];
      if (to !== undefined) {
        if (!indexes.has(to)) enter(to);
        else if (isOpen.has(to)) reach(step.id, indexes.get(to)!);
        continue;
      }
      walk.pop();
      const above = walk.at(-1);
      if (above) reach(above.id, lowest.get(step.id)!);
      if (lowest.get(step.id) !== indexes.get(step.id)) continue;
      const knot = open.splice(open.lastIndexOf(step.id));
      for (const id of knot) isOpen.delete(id);
      if (knot.length === 1 && !step.leads.includes(step.id)) continue;
      for (const id of knot) knotOf.set(id, indexes.get(step.id)!);
    }
  }
  return knotOf;
}
