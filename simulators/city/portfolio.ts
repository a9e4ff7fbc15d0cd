import { demoGateway, demoMeters } from './meters.ts';

const weatherMeter = 'DEMO-T-001';

/**
 * The demo as a portfolio document: two institutions of Wenzhou with three buildings. Every id begins with DEMO-, so
 * that nothing of an installation's own is ever meant.
 * @param secretOf secret of a device, by id
 */
export function demoPortfolio(secretOf: (device: string) => string): object {
  return {
    regions: [
      { id: 'DEMO-WENZHOU', name: '温州市' }, // Wenzhou
      { id: 'DEMO-LUCHENG', name: '鹿城区', parent: 'DEMO-WENZHOU' }, // Lucheng district
      { id: 'DEMO-OUHAI', name: '瓯海区', parent: 'DEMO-WENZHOU' }, // Ouhai district
    ],
    institutions: [
      // Demo administration centre
      {
        id: 'DEMO-I-1',
        region: 'DEMO-LUCHENG',
        name: '示范行政中心',
        kind: 'office',
        floorAreaM2: 31_200,
        people: 860,
      },
      // Demo middle school
      { id: 'DEMO-I-2', region: 'DEMO-OUHAI', name: '示范中学', kind: 'education', floorAreaM2: 18_400, people: 1_520 },
    ],
    buildings: [
      // Main building
      place('DEMO-B-1', 'DEMO-I-1', '行政中心主楼', 28_000, 27.9938, 120.6994),
      // Annex with the canteen
      place('DEMO-B-2', 'DEMO-I-1', '行政中心附楼（食堂）', 3_200, 27.9931, 120.7003),
      // Teaching building
      place('DEMO-B-3', 'DEMO-I-2', '中学教学楼', 18_400, 27.9672, 120.6321),
    ],
    gateways: [{ id: demoGateway, secret: secretOf(demoGateway) }],
    meters: demoMeters.map(({ id, building, parent, carrier, endUse, point, unit, register, interval, gateway }) => ({
      id,
      building,
      ...(parent && { parent }),
      carrier,
      ...(endUse && { endUse }),
      register: {
        point,
        unit,
        ...(register && { digits: register.digits, decimals: register.decimals, multiplier: register.multiplier }),
      },
      ...(register && { maxPerHour: register.maxPerHour }),
      interval,
      // A meter behind the gateway has no connection of its own, so no secret either.
      ...(gateway ? { gateway } : { secret: secretOf(id) }),
    })),
  };
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
