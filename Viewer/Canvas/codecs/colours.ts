import type { TileCodec } from './codec';
import { ColourModel } from './colourModel';

// As in Shared/Frames: what a section may hold; it also bounds the work that few bytes can cause.
const MAX_PIXELS = 1 << 15;

const model = new ColourModel();

/** Few colours, for small changes: the answers to the questions of ColourModel, in one arithmetic code for all areas. */
export const colours: TileCodec = {
  id: 3,

  decode(source, target, areas) {
    if (areas.reduce((pixels, area) => pixels + area.width * area.height, 0) > MAX_PIXELS) {
      return false;
    }

    model.begin(source);
    return areas.every(area => model.read(target, area)) && model.isAtEnd;
  },
};
