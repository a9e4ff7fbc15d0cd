/** How many levels of virtual meters lie in one, itself included, and how many meters that are read it adds up. */
export interface Nesting {
  readonly depth: number;
  readonly leaves: number;
}

/**
 * Of these virtual meters and all that lie in them, the inner ones first. Without recursion; there must be no circles.
 * @param termsOf null for a meter that is read
 */
export function nestings(
  starts: Iterable<string>,
  termsOf: (id: string) => readonly string[] | null,
): Map<string, Nesting> {
  const found = new Map<string, Nesting>();
  const walk: { readonly id: string; readonly terms: readonly string[]; at: number }[] = [];
  const enter = (id: string) => {
    const terms = found.has(id) ? null : termsOf(id);
    if (terms !== null) walk.push({ id, terms, at: 0 });
  };
  for (const start of starts) {
    enter(start);
    for (let step = walk.at(-1); step; step = walk.at(-1)) {
      const term = step.terms[step.at++];
      if (term !== undefined) {
        enter(term);
        continue;
      }
      walk.pop();
      const below = step.terms.map((inner) => found.get(inner) ?? { depth: 0, leaves: 1 });
      const depth = below.reduce((most, inner) => Math.max(most, inner.depth), 0) + 1;
      found.set(step.id, { depth, leaves: below.reduce((sum, inner) => sum + inner.leaves, 0) });
    }
  }
  return found;
}
