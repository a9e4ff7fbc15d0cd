import { longwan, lucheng, ouhai } from '../city/buildings.ts';

/** Small institutions of the demo: street offices and townships that have a canteen and no meters here. */
export interface SmallUnit {
  readonly id: string;
  readonly region: string;
  readonly name: string;
  readonly people: number;
  readonly operatingMode: 'self' | 'outsourced';
  readonly supplyMode: 'buffet' | 'set' | 'weighed' | 'a-la-carte';
}

/** Plain names that no place of the city has. */
const names: readonly (readonly [region: string, kind: string, names: string])[] = [
  [lucheng, '街道办事处', '东塔 西桥 南亭 北园 前河 后山 上岸 下埠 长街 短巷 新井 老渡'],
  [lucheng, '镇人民政府', '青石 白鹭 红枫 金穗'],
  [ouhai, '街道办事处', '云溪 月湖 星河 日升 山前 山后 水东 水西 林边 田心'],
  [ouhai, '镇人民政府', '石桥 木渡 茶园 竹坞 梅岭'],
  [longwan, '街道办事处', '海东 海西 港前 港后 沙洲 滩头 潮门 汐口 帆影 灯塔'],
  [longwan, '镇人民政府', '盐田 渔湾 橘乡 稻香 桑园'],
];

const supplyModes = ['buffet', 'set', 'buffet', 'weighed', 'set', 'buffet', 'a-la-carte'] as const;

/** `DEMO-I-15` and on. */
export const smallUnits: readonly SmallUnit[] = names
  .flatMap(([region, kind, list]) => list.split(' ').map((name) => ({ region, name: `示范${name}${kind}` })))
  .map(({ region, name }, i) => ({
    id: `DEMO-I-${15 + i}`,
    region,
    name,
    people: 34 + ((i * 37) % 83),
    operatingMode: i % 3 === 1 ? 'outsourced' : 'self',
    supplyMode: supplyModes[i % supplyModes.length]!,
  }));
