/** Colours of the carriers, as custom properties of tokens.css: marks, and text beside them (≥ 4.5 on every surface). */
export interface CarrierColour {
  readonly mark: string;
  readonly text: string;
  readonly band: string;
}
const own = (mark: string, text = mark, band = `${mark}-band`): CarrierColour => ({
  mark: `var(--${mark})`,
  text: `var(--${text})`,
  band: `var(--${band})`,
});
const neutral: CarrierColour = { mark: 'var(--ink-2)', text: 'var(--ink)', band: 'var(--sunken)' };
const colours: Readonly<Record<string, CarrierColour>> = {
  electricity: own('elec'),
  water: own('water', 'water-text', 'water-band'),
  gas: own('gas', 'gas', 'gas-band'),
  heat: own('heat', 'heat', 'heat-band'),
  pv: own('pv', 'pv-text'),
  waste: own('waste'),
};
/** Weather, indoor, cooling and fuel have no colour of their own: ink. */
export function carrierColour(carrier: string): CarrierColour {
  return colours[carrier] ?? neutral;
}
