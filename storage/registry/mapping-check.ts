import { parseMapping } from '../../domain/mapping/parse.ts';
import type { ImportFault } from './port.ts';
import { isId } from './portfolio-fields.ts';
import type { ReadPortfolio } from './portfolio-read.ts';

/** What a mapping says, beside its shape: topics, paths, units, and meters that exist. */
export function checkMappings(lists: ReadPortfolio, isRead: (id: string) => boolean): ImportFault[] {
  return lists.mappings.flatMap(({ item }, at) => {
    if (item === null) return [];
    const path = `mappings[${at}]`;
    const parsed = parseMapping(item);
    const faults = 'faults' in parsed ? parsed.faults : [];
    const unknown = Object.entries(item.devices ?? {}).filter(([, meter]) => isId(meter) && !isRead(meter));
    return [
      ...faults.map((fault) => ({ ...fault, path: `${path}.${fault.path}` })),
      ...unknown.map(([foreign, meter]) => ({
        path: `${path}.devices.${foreign}`,
        code: 'unknown-meter',
        message: `there is no meter "${meter}" that is read in this file or the registry`,
      })),
    ];
  });
}
