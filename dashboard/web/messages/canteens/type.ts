/** Words of the canteens' board, and of all their pages. Numbers come formatted. */
export interface CanteensMessages {
  readonly titles: {
    readonly canteens: string;
    readonly sorting: string;
    readonly evaluations: string;
    readonly plan: (year: string) => string;
    readonly bulletins: string;
    readonly matters: string;
  };
}
