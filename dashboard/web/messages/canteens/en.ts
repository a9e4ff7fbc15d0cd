import type { CanteensMessages } from './type.ts';

export const canteensEn: CanteensMessages = {
  titles: {
    canteens: 'Canteens',
    sorting: 'Food-waste ledger',
    evaluations: 'Evaluations',
    plan: (year) => `Spot-check plan ${year}`,
    bulletins: 'Bulletins',
    matters: 'Matters to put right',
  },
};
