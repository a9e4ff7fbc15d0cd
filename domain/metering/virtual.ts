/** One meter of a sum or difference. Instants are ms UTC, local midnights; a term counts in [from, to). */
export interface VirtualTerm {
  readonly meter: string;
  /** 1 adds, −1 takes away; any other factor is a share. */
  readonly factor: number;
  readonly from: number;
  readonly to: number;
}
