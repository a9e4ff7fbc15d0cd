/**
 * How a message of a gateway that doesn't speak `v1/…` becomes readings, as written in the portfolio's `mappings`.
 * `parse.ts` checks it and makes it quick to apply.
 */
export interface MappingRule {
  readonly id: string;
  /** An MQTT topic filter whose levels may be named: `acme/{site}/{device}/up`. */
  readonly topic: string;
  /**
   * The meter: a path into the message (`$.meter.id`, `@.id`), or a text with names of the topic or paths in braces
   * (`{site}-{@.id}`). Absent: `{device}`.
   */
  readonly device?: string | null;
  /** Foreign id → our meter id. Who is not in it keeps the id that it has. */
  readonly devices?: Readonly<Record<string, string>> | null;
  /** Devices that the table does not name are passed over: not read, not counted as received. */
  readonly onlyListed?: boolean | null;
  /** Path to the list whose elements are one reading each; `@` is the element then, `$` stays the whole message. */
  readonly items?: string | null;
  /** Absent: the time of arrival. */
  readonly ts?: MappingTime | null;
  readonly values: readonly MappingValue[];
  /** Sources that it applies to, `mqtt` being the built-in broker. Absent: every other broker. */
  readonly sources?: readonly string[] | null;
}

export const timeFormats = ['iso', 'epoch-s', 'epoch-ms'] as const;
export type TimeFormat = (typeof timeFormats)[number];

export interface MappingTime {
  readonly path: string;
  readonly format: TimeFormat;
  /** IANA zone of `iso` times that carry no offset of their own. */
  readonly zone?: string | null;
}

export interface MappingValue {
  readonly path: string;
  readonly point: string;
  /** Value × factor + offset, in decimals. */
  readonly factor?: number | null;
  readonly offset?: number | null;
  /** Instead of `factor` and `offset`: the unit it comes in (`Wh`), or both ends (`Wh→kWh`, `Wh->kWh`). */
  readonly unit?: string | null;
  /** Digits in quotes are numbers too: `"12.5"`. */
  readonly text?: boolean | null;
}
