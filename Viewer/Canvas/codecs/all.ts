import type { TileCodec } from './codec';
import { deflate } from './deflate';
import { fill } from './fill';

const all: readonly TileCodec[] = [fill, deflate];

/** The ids of all codecs that this page reads, by rising id. */
export const codecIds: readonly number[] = all.map(codec => codec.id);

export function findCodec(id: number): TileCodec | undefined {
  return all.find(codec => codec.id === id);
}
