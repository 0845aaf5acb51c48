import { Arrivals, type Loss } from './arrive';
import { findCodec } from './codecs/all';
import { Framebuffer, type Patch } from './framebuffer';
import type { FramePart, PointerPlace, PointerShape, Rect } from './wire/part';

/** A frame that is whole: what changed since the one before it. */
export interface DecodedFrame {
  readonly frame: number;
  /** µs of the Agent's clock. */
  readonly capturedAt: number;
  readonly width: number;
  readonly height: number;
  readonly patches: readonly Patch[];
  readonly masks: readonly Rect[] | null;
  readonly pointer: PointerPlace | null;
  readonly shape: PointerShape | null;
}

/** What came of a body: a whole frame, a loss, or (null) one part of more to come. */
export type Decoded = { readonly shown: DecodedFrame } | { readonly lost: Loss } | null;

/**
 * Opened bodies in, changed pixels out. Tiles are decoded as their part arrives, so that a large frame is nearly done
 * when its last part comes; they leave only with the whole frame.
 */
export class Decoder {
  private readonly arrivals = new Arrivals();
  private picture = new Framebuffer(1, 1);
  private isKeyFrame = false;

  /** The next body; `keyFrame` where its envelope is marked as the first of a key frame. */
  take(body: Uint8Array, keyFrame: boolean): Decoded {
    const arrival = this.arrivals.take(body, keyFrame);
    if ('lost' in arrival) {
      return arrival;
    }

    const { part, startsKeyFrame } = arrival;
    if (startsKeyFrame) {
      this.startOver(part);
    } else if (part.part === 0) {
      this.isKeyFrame = false;
    }

    if (!this.paintTiles(part)) {
      return this.spoil('badTile');
    }

    if (!part.last) {
      return null;
    }

    return this.isKeyFrame && !this.picture.whollyDamaged ? this.spoil('incompleteKeyFrame') : { shown: this.finish(part) };
  }

  /** An envelope could not be opened for want of its key. */
  missed(): Decoded {
    return this.spoil('noKey');
  }

  private startOver(part: FramePart): void {
    this.isKeyFrame = true;
    if (part.width !== this.picture.width || part.height !== this.picture.height) {
      this.picture = new Framebuffer(part.width, part.height);
    }

    this.picture.forgetDamage();
  }

  private paintTiles(part: FramePart): boolean {
    return part.tiles.every(tile => {
      this.picture.damage(tile.column, tile.row);
      return findCodec(tile.codec)?.decode(tile.data, this.picture, this.picture.area(tile.column, tile.row)) ?? false;
    });
  }

  private spoil(why: Loss): Decoded {
    return this.arrivals.lose(why);
  }

  private finish(part: FramePart): DecodedFrame {
    return {
      frame: part.frame,
      capturedAt: part.capturedAt,
      width: part.width,
      height: part.height,
      patches: this.picture.takeDamage(),
      masks: part.masks,
      pointer: part.pointer,
      shape: part.shape,
    };
  }
}
