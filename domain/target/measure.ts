/** `signed` (a contract), `running`, `approved`: settled. `proposed`: not yet. */
export const measureStates = ['signed', 'running', 'approved', 'proposed'] as const;
export type MeasureState = (typeof measureStates)[number];
