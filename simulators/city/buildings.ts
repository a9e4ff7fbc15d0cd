/** The demo's buildings beside the three of `meters.ts`: what they are, as their meters and loads follow from it. */
export type BuildingKind = 'office' | 'hospital' | 'school' | 'library' | 'sports' | 'archive' | 'civic';

export interface DemoInstitution {
  readonly id: string;
  readonly region: string;
  readonly name: string;
  readonly kind: 'office' | 'education' | 'health' | 'culture' | 'sports' | 'other';
  readonly people: number;
}

export interface DemoBuilding {
  /** 4…: `DEMO-B-4`, its meters `DEMO-E-401`… */
  readonly number: number;
  readonly institution: string;
  readonly name: string;
  readonly kind: BuildingKind;
  readonly areaM2: number;
  readonly people: number;
  readonly latitude: number;
  readonly longitude: number;
  /** Peak of a roof of solar cells, kW. */
  readonly pvKw?: number;
  /** Charging points for cars. */
  readonly chargers?: number;
  readonly kitchen?: true;
  /** Chilled and warm water is metered. */
  readonly heatMeter?: true;
  readonly boiler?: true;
  readonly lighting?: false;
  readonly indoor?: true;
}

export const lucheng = 'DEMO-LUCHENG';
export const ouhai = 'DEMO-OUHAI';
export const longwan = 'DEMO-LONGWAN';
export const city = 'DEMO-WENZHOU';

const institution = (
  number: number,
  region: string,
  name: string,
  kind: DemoInstitution['kind'],
  people: number,
): DemoInstitution => ({ id: `DEMO-I-${number}`, region, name, kind, people });

/** Beside `DEMO-I-1` (administration centre) and `DEMO-I-2` (middle school). */
export const demoInstitutions: readonly DemoInstitution[] = [
  institution(3, city, '示范市图书馆', 'culture', 160), // city library
  institution(4, city, '示范市第三医院', 'health', 1_850), // third city hospital
  institution(5, lucheng, '示范市民中心', 'office', 940), // civic centre
  institution(6, longwan, '示范区机关大院', 'office', 620), // district government
  institution(7, ouhai, '示范区法院', 'office', 240), // district court
  institution(8, city, '示范市档案馆', 'culture', 95), // city archives
  institution(9, city, '示范市委党校', 'education', 380), // party school
  institution(10, ouhai, '示范体育中心', 'sports', 120), // sports centre
  institution(11, longwan, '示范实验小学', 'education', 1_980), // primary school
  institution(12, longwan, '示范职业学院', 'education', 4_200), // vocational college
  institution(13, lucheng, '示范疾控中心', 'health', 210), // disease control
  institution(14, lucheng, '示范区税务局', 'office', 330), // tax office
];

/** [institution, name, kind, m², people, latitude, longitude, what else there is] */
type Row = readonly [number, string, BuildingKind, number, number, number, number, Partial<DemoBuilding>?];

const rows: readonly Row[] = [
  [3, '图书馆主馆', 'library', 24_600, 130, 27.9955, 120.7062, { pvKw: 120, heatMeter: true, indoor: true }],
  [3, '图书馆书库', 'archive', 6_800, 30, 27.9958, 120.7068, { lighting: false }],
  [4, '门诊楼', 'hospital', 32_500, 820, 28.0011, 120.6873, { chargers: 24, indoor: true }],
  [4, '住院楼', 'hospital', 41_800, 760, 28.0016, 120.6881, { boiler: true, heatMeter: true }],
  [4, '医技楼', 'hospital', 15_200, 180, 28.0009, 120.6885],
  [4, '后勤楼（食堂）', 'office', 4_100, 90, 28.0019, 120.6869, { kitchen: true, lighting: false }],
  [
    5,
    '市民中心东区',
    'civic',
    38_200,
    520,
    27.9921,
    120.7103,
    { pvKw: 260, chargers: 40, heatMeter: true, indoor: true },
  ],
  [5, '市民中心西区', 'civic', 29_700, 360, 27.9919, 120.7088, { chargers: 16 }],
  [5, '市民中心会议楼', 'office', 11_300, 60, 27.9924, 120.7095, { kitchen: true }],
  [6, '机关大院 1 号楼', 'office', 17_900, 310, 27.9502, 120.8121, { chargers: 20, pvKw: 90, indoor: true }],
  [6, '机关大院 2 号楼', 'office', 12_400, 220, 27.9505, 120.8127],
  [6, '机关大院食堂', 'office', 2_600, 40, 27.9499, 120.8118, { kitchen: true, lighting: false }],
  [7, '法院审判楼', 'office', 14_800, 210, 27.9718, 120.6402, { chargers: 10, indoor: true }],
  [7, '法院附属楼', 'office', 3_900, 30, 27.9721, 120.6407, { lighting: false }],
  [8, '档案馆库房楼', 'archive', 13_600, 45, 27.9893, 120.7154, { pvKw: 60, indoor: true }],
  [8, '档案馆业务楼', 'office', 5_200, 50, 27.9896, 120.7157],
  [9, '党校教学楼', 'school', 9_800, 240, 27.9811, 120.7335, { indoor: true }],
  [9, '党校综合楼', 'office', 12_700, 110, 27.9814, 120.7341, { kitchen: true, chargers: 8 }],
  [9, '党校学员楼', 'hospital', 10_400, 30, 27.9809, 120.7344, { lighting: false, boiler: true }],
  [10, '体育馆', 'sports', 21_000, 70, 27.9602, 120.6533, { pvKw: 310, indoor: true }],
  [10, '游泳馆', 'sports', 9_400, 50, 27.9606, 120.6538, { boiler: true, lighting: false }],
  [11, '小学教学楼', 'school', 15_600, 1_450, 27.9477, 120.8204, { pvKw: 80 }],
  [11, '小学综合楼（食堂）', 'school', 6_100, 530, 27.948, 120.8208, { kitchen: true, lighting: false }],
  [12, '学院教学楼', 'school', 26_300, 2_600, 27.9391, 120.8333, { indoor: true }],
  [12, '学院实训楼', 'school', 18_700, 1_100, 27.9396, 120.8341, { pvKw: 220, chargers: 12 }],
  [12, '学院生活区', 'school', 31_500, 500, 27.9385, 120.8347, { kitchen: true }],
  [13, '疾控实验楼', 'hospital', 9_900, 140, 28.0102, 120.6701, { indoor: true }],
  [13, '疾控业务楼', 'office', 6_300, 70, 28.0105, 120.6705],
  [14, '税务局办税楼', 'office', 13_100, 260, 28.0044, 120.6622, { chargers: 14, indoor: true }],
  [14, '税务局附楼', 'office', 4_700, 70, 28.0047, 120.6627, { kitchen: true }],
];

export const demoBuildings: readonly DemoBuilding[] = rows.map(
  ([of, name, kind, areaM2, people, latitude, longitude, more], i) => ({
    number: i + 4,
    institution: `DEMO-I-${of}`,
    name,
    kind,
    areaM2,
    people,
    latitude,
    longitude,
    ...more,
  }),
);
