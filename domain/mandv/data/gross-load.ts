/**
 * What a building with its own generation uses: import + generated − exported, per interval; NaN when one of them is
 * missing. Baselines rest on this, never on a net meter that sun turns round (spec §15 case 13).
 */
export function grossLoad(imported: Float64Array, generated: Float64Array, exported: Float64Array): Float64Array {
  return imported.map((energy, i) => energy + generated[i]! - exported[i]!);
}
