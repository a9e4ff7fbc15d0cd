/**
 * A contract as the portfolio writes it, once its fields are right (`portfolio-schema.ts` checks them). Money and other
 * amounts are numbers or decimal texts; all but the id may be absent.
 */
export interface ContractItem {
  readonly id: string;
  readonly name?: Maybe<string>;
  readonly type?: Maybe<'shared' | 'guaranteed' | 'custody' | 'water'>;
  readonly institution?: Maybe<string>;
  readonly contractor?: Maybe<string>;
  readonly meters?: Maybe<readonly string[]>;
  readonly start?: Maybe<string>;
  readonly end?: Maybe<string>;
  readonly base?: Maybe<{ readonly from?: Maybe<string>; readonly to?: Maybe<string> }>;
  readonly method?: Maybe<'daily' | 'hourly' | 'monthly'>;
  /** `amount` is what `kwh` is called where it isn't energy. */
  readonly guarantee?: Maybe<readonly Yearly<{ readonly kwh?: Maybe<Amount>; readonly amount?: Maybe<Amount> }>[]>;
  readonly share?: Maybe<readonly Yearly<{ readonly contractorPct?: Maybe<Amount> }>[]>;
  readonly shareCap?: Maybe<Amount>;
  readonly custody?: Maybe<CustodyItem>;
  /** A price a unit, or the id of a tariff. */
  readonly price?: Maybe<Amount>;
  readonly priceFloor?: Maybe<Amount>;
  readonly negativeMonths?: Maybe<'carry' | 'net' | 'floor'>;
  readonly confidenceRule?: Maybe<'point' | 'lower90'>;
  /** %; up to 1 it is a share. */
  readonly minCompleteness?: Maybe<number>;
  readonly investment?: Maybe<readonly MilestoneItem[]>;
  readonly comfort?: Maybe<ComfortItem>;
  readonly data?: Maybe<{ readonly completenessPct?: Maybe<Amount>; readonly perMonth?: Maybe<Amount> }>;
  readonly adjustments?: Maybe<readonly AdjustmentItem[]>;
}

type Maybe<T> = T | null | undefined;
export type Amount = number | string;
export type Yearly<T> = T & { readonly year?: Maybe<number> };

export interface CustodyItem {
  readonly monthlyFee?: Maybe<Amount>;
  readonly baseKwh?: Maybe<Amount>;
  readonly baseAmount?: Maybe<Amount>;
  readonly basePrice?: Maybe<Amount>;
  readonly thresholds?: Maybe<{
    readonly pricePct?: Maybe<Amount>;
    readonly areaPct?: Maybe<Amount>;
    readonly peoplePct?: Maybe<Amount>;
  }>;
  readonly peopleFactor?: Maybe<Amount>;
  readonly drivers?: Maybe<
    readonly { readonly from?: Maybe<string>; readonly areaM2?: Maybe<Amount>; readonly people?: Maybe<Amount> }[]
  >;
}

export interface MilestoneItem {
  readonly due?: Maybe<string>;
  readonly amount?: Maybe<Amount>;
  readonly latePct?: Maybe<Amount>;
  readonly verified?: Maybe<
    readonly {
      readonly date?: Maybe<string>;
      readonly amount?: Maybe<Amount>;
      readonly evidence?: Maybe<string | readonly string[]>;
    }[]
  >;
}

export interface ComfortItem {
  readonly minC?: Maybe<number>;
  readonly maxC?: Maybe<number>;
  /** What `hoursIn` reads. */
  readonly hours?: unknown;
  readonly days?: Maybe<'all' | 'workdays'>;
  readonly meters?: Maybe<readonly string[]>;
  readonly tolerancePct?: Maybe<Amount>;
  readonly perZoneDay?: Maybe<Amount>;
  readonly allowedZoneDays?: Maybe<number>;
}

export interface AdjustmentItem {
  readonly from?: Maybe<string>;
  readonly to?: Maybe<string>;
  readonly kwhPerDay?: Maybe<Amount>;
  readonly amountPerDay?: Maybe<Amount>;
  readonly reason?: Maybe<string>;
  readonly agreed?: Maybe<boolean | string>;
}
