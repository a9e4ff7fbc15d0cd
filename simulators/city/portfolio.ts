import { city, demoBuildings, demoInstitutions, longwan, lucheng, ouhai, type DemoBuilding } from './buildings.ts';
import { demoGateways, demoMeters, type DemoMeter } from './meters.ts';
import { dayIndex } from './day.ts';
import { hashOf } from './faults.ts';
import { computedMeters } from './computed.ts';
import { demoContracts, demoTargets, demoUsers } from './contracts.ts';
import { worksDayFor } from './works.ts';

const weatherMeter = 'DEMO-T-001';

/**
 * The city's buildings as a portfolio document: institutions of Wenzhou in three counties. Every id begins with DEMO-, so that
 * nothing of an installation's own is ever meant.
 * @param secretOf secret of a device, by id
 * @param now verification dates lie around it, and the contracts began a year before
 */
export function cityPortfolio(secretOf: (device: string) => string, now: number) {
  return {
    regions: [
      { id: city, name: '温州市' }, // Wenzhou
      { id: lucheng, name: '鹿城区', parent: city }, // Lucheng district
      { id: ouhai, name: '瓯海区', parent: city }, // Ouhai district
      { id: longwan, name: '龙湾区', parent: city }, // Longwan district
    ],
    institutions: [
      // Demo administration centre
      { id: 'DEMO-I-1', region: lucheng, name: '示范行政中心', kind: 'office', floorAreaM2: 31_200, people: 860 },
      // Demo middle school
      { id: 'DEMO-I-2', region: ouhai, name: '示范中学', kind: 'education', floorAreaM2: 18_400, people: 1_520 },
      ...demoInstitutions.map((institution) => ({
        ...institution,
        floorAreaM2: demoBuildings
          .filter((building) => building.institution === institution.id)
          .reduce((sum, building) => sum + building.areaM2, 0),
      })),
    ],
    buildings: [
      // Main building
      place('DEMO-B-1', 'DEMO-I-1', '行政中心主楼', 28_000, 27.9938, 120.6994),
      // Annex with the canteen
      place('DEMO-B-2', 'DEMO-I-1', '行政中心附楼（食堂）', 3_200, 27.9931, 120.7003),
      // Teaching building
      place('DEMO-B-3', 'DEMO-I-2', '中学教学楼', 18_400, 27.9672, 120.6321),
      ...demoBuildings.map(({ number, institution, name, areaM2, latitude, longitude }: DemoBuilding) =>
        place(`DEMO-B-${number}`, institution, name, areaM2, latitude, longitude),
      ),
    ],
    gateways: demoGateways.map((id) => ({ id, secret: secretOf(id) })),
    meters: [
      ...demoMeters.map((meter) => ({
        id: meter.id,
        building: meter.building,
        ...(meter.parent && { parent: meter.parent }),
        carrier: meter.carrier,
        ...(meter.endUse && { endUse: meter.endUse }),
        register: {
          point: meter.point,
          unit: meter.unit,
          ...(meter.register && {
            digits: meter.register.digits,
            decimals: meter.register.decimals,
            multiplier: meter.register.multiplier,
          }),
        },
        ...(meter.register && { maxPerHour: meter.register.maxPerHour, verifiedUntil: verifiedUntil(meter, now) }),
        interval: meter.interval,
        // A meter behind the gateway has no connection of its own, so no secret either.
        ...(meter.gateway ? { gateway: meter.gateway } : { secret: secretOf(meter.id) }),
      })),
      ...computedMeters,
    ],
    tariffs: [zhejiang, water],
    contracts: demoContracts(worksDayFor(now)),
    targets: demoTargets,
    users: demoUsers,
  };
}

/** Within six years, as meters are verified in turn; one in forty or so is due. */
function verifiedUntil({ id }: DemoMeter, now: number): string {
  const days = (hashOf(id) % 2_190) - 30;
  return new Date((dayIndex(now) + days) * 86_400_000).toISOString().slice(0, 10);
}

/**
 * Periods of Zhejiang since 2024-03-01 (浙发改价格〔2024〕21号) with prices that are plausible and nobody's: the demo
 * shows how a tariff works, not what electricity costs.
 */
const zhejiang = {
  id: 'DEMO-TOU',
  validFrom: '2024-03-01',
  periods: [
    { days: 'holidays', months: '1-2', from: '10:00', to: '14:00', kind: '深谷', price: '0.2380' },
    { days: 'holidays', months: '5', from: '10:00', to: '14:00', kind: '深谷', price: '0.2380' },
    { days: 'holidays', months: '10', from: '10:00', to: '14:00', kind: '深谷', price: '0.2380' },
    ...periods('1,7,8,12', '尖', '1.1440', ['09:00-11:00', '15:00-17:00']),
    ...periods('1,7,8,12', '峰', '1.0400', ['08:00-09:00', '17:00-23:00']),
    ...periods('1,7,8,12', '平', '0.6930', ['13:00-15:00', '23:00-24:00']),
    ...periods('1,7,8,12', '谷', '0.2640', ['00:00-08:00', '11:00-13:00']),
    ...periods('2-6,9-11', '峰', '1.0400', ['08:00-11:00', '13:00-17:00']),
    ...periods('2-6,9-11', '平', '0.6930', ['17:00-24:00']),
    ...periods('2-6,9-11', '谷', '0.2640', ['00:00-08:00', '11:00-13:00']),
  ],
};

/** What public buildings might pay for water with its sewage; plausible and nobody's. */
const water = { id: 'DEMO-WATER', validFrom: '2024-03-01', periods: [{ kind: '平', price: '4.45' }] };

function periods(months: string, kind: string, price: string, spans: readonly string[]) {
  return spans.map((span) => {
    const [from, to] = span.split('-');
    return { months, from, to, kind, price };
  });
}

function place(
  id: string,
  institution: string,
  name: string,
  floorAreaM2: number,
  latitude: number,
  longitude: number,
) {
  return { id, institution, name, floorAreaM2, latitude, longitude, weatherMeter };
}
