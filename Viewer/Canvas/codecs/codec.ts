import type { Framebuffer } from '../framebuffer';
import type { Rect } from '../wire/part';

/** One way a tile was written down; one codec a file. The Agent has the other half, in Shared/Frames. */
export interface TileCodec {
  /** The byte that names it on the wire. */
  readonly id: number;

  /** Paints the tile. Never writes outside `area`; false where the bytes do not fit an area of this size. */
  decode(source: Uint8Array, target: Framebuffer, area: Rect): boolean;
}
