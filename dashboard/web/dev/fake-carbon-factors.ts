import type { Factor } from '../../../domain/carbon/factor.ts';

const announced = (
  dataYear: number,
  published: string,
  column: Factor['column'],
  area: string,
  id: string,
  value: string,
): Factor => ({
  ...{ id, meaning: 'emission', energy: 'electricity', column, area, dataYear, value, unit: 'kgCO2/kWh', parts: null },
  source: `生态环境部、国家统计局 ${dataYear} 年电力二氧化碳排放因子公告`,
  ...{ clause: '附表', published, validFrom: null, validTo: null, confidence: 'official' },
});
const fuel = (energy: Factor['energy'], value: string, unit: string, parts: Factor['parts']): Factor => ({
  ...{
    id: `${energy}-default`,
    meaning: 'emission',
    energy,
    column: null,
    area: null,
    dataYear: null,
    value,
    unit,
    parts,
  },
  ...{ source: '公共建筑运营企业温室气体排放核算方法和报告指南（2015）', clause: '附录二', published: '2015-07-06' },
  ...{ validFrom: '2015-07-06', validTo: null, confidence: 'high' },
});

/** As the product brings them. */
export const fakeFactors: readonly Factor[] = [
  announced(2021, '2024-04-12', 'province', 'zhejiang', 'electricity-province-zhejiang-2021', '0.5422'),
  announced(2022, '2024-12-20', 'province', 'zhejiang', 'electricity-province-zhejiang-2022', '0.5153'),
  announced(2023, '2026-01-15', 'national', 'china', 'electricity-national-2023', '0.5306'),
  announced(2023, '2026-01-15', 'excluding-market-non-fossil', 'china', 'electricity-residual-2023', '0.6096'),
  announced(2023, '2026-01-15', 'grid', 'east-china', 'electricity-grid-east-china-2023', '0.5500'),
  fuel('gas', '2.162', 'kgCO2/m3', { ncv: '0.0389310', per: 'm3', carbonContent: '0.0153', oxidation: '0.99' }),
  fuel('gasoline', '2.925', 'kgCO2/kg', { ncv: '0.04307', per: 'kg', carbonContent: '0.0189', oxidation: '0.98' }),
  fuel('diesel', '3.096', 'kgCO2/kg', { ncv: '0.042652', per: 'kg', carbonContent: '0.0202', oxidation: '0.98' }),
  { ...fuel('heat', '110', 'kgCO2/GJ', null), source: '供方未提供时的缺省值', confidence: 'high' },
  {
    ...fuel('electricity', '0.1229', 'kgce/kWh', null),
    id: 'electricity-calorific',
    meaning: 'calorific',
    source: 'GB/T 2589-2020',
  },
  {
    ...fuel('gasoline', '0.73', 'kg/L', null),
    id: 'gasoline-density',
    meaning: 'density',
    source: '统计惯例',
    confidence: 'medium',
  },
];
