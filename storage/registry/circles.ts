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
