import type { TileCodec } from './codec';
import { colours } from './colours';
import { fill } from './fill';
import { lossless } from './lossless';
import { PHOTO } from './photo';

const all: readonly TileCodec[] = [fill, colours, lossless];

/** The types of all coded sections that this page reads, by rising id. */
export const codecIds: readonly number[] = [...all.map(codec => codec.id), PHOTO].toSorted((a, b) => a - b);

export function findCodec(id: number): TileCodec | undefined {
  return all.find(codec => codec.id === id);
}
