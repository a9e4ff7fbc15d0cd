/**
 * What institutions write down beside their meters, and what the national survey asks for: one list of items with the
 * unit of each. `measured`: the carrier whose main meters tell it; others are entered.
 */
export interface EnergyItemKind {
  readonly unit: string;
  readonly group:
    'energy' | 'water' | 'cost' | 'renewable' | 'vehicles' | 'data-centre' | 'heating' | 'waste' | 'running';
}
export const energyItems = {
  electricity: { unit: 'kWh', group: 'energy' },
  water: { unit: 'm3', group: 'water' },
  coal: { unit: 't', group: 'energy' },
  gas: { unit: 'm3', group: 'energy' },
  'gasoline-vehicles': { unit: 'L', group: 'energy' },
  'gasoline-other': { unit: 'L', group: 'energy' },
  'diesel-vehicles': { unit: 'L', group: 'energy' },
  'diesel-other': { unit: 'L', group: 'energy' },
  kerosene: { unit: 'L', group: 'energy' },
  lpg: { unit: 'kg', group: 'energy' },
  heat: { unit: 'GJ', group: 'energy' },
  cooling: { unit: 'GJ', group: 'energy' },
  'other-energy': { unit: 'tce', group: 'energy' },
  'pv-generation': { unit: 'kWh', group: 'renewable' },
  'electricity-cost': { unit: 'CNY', group: 'cost' },
  'water-cost': { unit: 'CNY', group: 'cost' },
  'coal-cost': { unit: 'CNY', group: 'cost' },
  'gas-cost': { unit: 'CNY', group: 'cost' },
  'gasoline-cost': { unit: 'CNY', group: 'cost' },
  'diesel-cost': { unit: 'CNY', group: 'cost' },
  'kerosene-cost': { unit: 'CNY', group: 'cost' },
  'lpg-cost': { unit: 'CNY', group: 'cost' },
  'heat-cost': { unit: 'CNY', group: 'cost' },
  'other-energy-cost': { unit: 'CNY', group: 'cost' },
  vehicles: { unit: 'vehicles', group: 'vehicles' },
  'new-energy-vehicles': { unit: 'vehicles', group: 'vehicles' },
  'vehicle-charging': { unit: 'kWh', group: 'vehicles' },
  'data-centre-area': { unit: 'm2', group: 'data-centre' },
  'data-centre-electricity': { unit: 'kWh', group: 'data-centre' },
  'data-centre-it': { unit: 'kWh', group: 'data-centre' },
  'heating-area': { unit: 'm2', group: 'heating' },
  'heating-heat': { unit: 'GJ', group: 'heating' },
  'heating-electricity': { unit: 'kWh', group: 'heating' },
  'heating-gas': { unit: 'm3', group: 'heating' },
  'heating-coal': { unit: 't', group: 'heating' },
  'waste-kitchen': { unit: 't', group: 'waste' },
  'waste-recyclable': { unit: 't', group: 'waste' },
  'waste-hazardous': { unit: 't', group: 'waste' },
  'waste-other': { unit: 't', group: 'waste' },
  'running-cost': { unit: 'CNY', group: 'running' },
  'bulk-purchase': { unit: 'CNY', group: 'running' },
} as const satisfies Readonly<Record<string, EnergyItemKind>>;
export type EnergyItem = keyof typeof energyItems;
export const energyItemNames = Object.keys(energyItems) as EnergyItem[];
