/** A figure beside the lead figure. */
export interface LeadFact {
  readonly name: string;
  readonly value: string;
  readonly unit?: string;
  readonly note?: string;
  /** Worth a look. */
  readonly notice?: boolean;
}
