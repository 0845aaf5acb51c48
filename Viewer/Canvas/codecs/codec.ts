import type { Framebuffer } from '../framebuffer';
import type { Rect } from '../wire/rect';

/** One way to write pixels down; one codec a file. The Agent has the other half, in Shared/Frames. */
export interface TileCodec {
  /** The type of its sections on the wire. */
  readonly id: number;

  /**
   * Paints the areas, of which there is at least one, all inside the picture. Never writes outside them nor allocates by
   * an unchecked number; false where the bytes are not what the Agent writes for areas of these sizes.
   */
  decode(source: Uint8Array, target: Framebuffer, areas: readonly Rect[]): boolean;
}
