import type { TileCodec } from './codec';

const COLOUR = 3;

/** Areas of one colour each: `u8 red, u8 green, u8 blue`. */
export const fill: TileCodec = {
  id: 1,

  decode(source, target, areas) {
    if (source.length !== areas.length * COLOUR) {
      return false;
    }

    areas.forEach((area, i) => {
      const at = i * COLOUR;
      target.fill(area, source[at]!, source[at + 1]!, source[at + 2]!);
    });
    return true;
  },
};
