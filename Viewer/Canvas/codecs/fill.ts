import type { TileCodec } from './codec';

/** A tile of one colour: `u8 red, u8 green, u8 blue`. */
export const fill: TileCodec = {
  id: 1,

  decode(source, target, area) {
    const [red, green, blue] = source;
    if (source.length !== 3 || red === undefined || green === undefined || blue === undefined) {
      return false;
    }

    // The bytes of a 32-bit pixel lie in memory as red, green, blue, alpha on every machine that browsers run on.
    const colour = (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
    for (let y = area.y; y < area.y + area.height; y++) {
      const start = y * target.width + area.x;
      target.words.fill(colour, start, start + area.width);
    }

    return true;
  },
};
