import type { Directory } from '../storage/registry/port.ts';
import { judgeEvent } from './decoders/event.ts';
import { judgeReading } from './decoders/reading.ts';
import type { Judge } from './judgement.ts';

/** The judge of everything that the collector takes, by the registry as it stands when an item comes. */
export function judgeBy(directory: Directory): Judge {
  return (message, index, origin) =>
    origin.stream === 'readings'
      ? judgeReading(message.items[index], origin, directory)
      : judgeEvent(message.items[index], () => message.bytesOf(index), origin, directory);
}
