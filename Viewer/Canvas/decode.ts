import { Arrivals, type Loss } from './arrive';
import { findCodec } from './codecs/all';
import { PHOTO, type PhotoPixels } from './codecs/photo';
import { Framebuffer } from './framebuffer';
import { TileMemory } from './tileMemory';
import type { Trace } from './trace';
import { hashOf } from './truth';
import type { FramePart } from './wire/part';
import { TILE_SIDE, type Rect, type TileRun } from './wire/rect';
import { SLOTS, type Move, type PictureSection, type PointerPlace, type PointerShape, type RecalledPart, type RecalledRun } from './wire/sections';

/** A frame that is whole: the picture shows it. */
export interface DecodedFrame {
  readonly frame: number;
  /** µs of the Agent's clock. */
  readonly capturedAt: number;
  readonly width: number;
  readonly height: number;
  readonly masks: readonly Rect[] | null;
  readonly pointer: PointerPlace | null;
  readonly shape: PointerShape | null;
  /** Whether the Agent's hash of some tiles was compared, and those tiles where it was another. */
  readonly compared: boolean;
  readonly differing: TileRun | null;
}

/** What came of a part: a whole frame, a loss, or (null) one part of more to come. */
export type Decoded = { readonly shown: DecodedFrame } | { readonly lost: Loss } | null;

/** The pixels of each photo section that were decoded beforehand; null where they could not be. */
export type Photos = ReadonlyMap<PictureSection, readonly PhotoPixels[] | null>;

const NO_PHOTOS: Photos = new Map();

/** How many whole pictures, told in whole tiles, the sections of a part may touch together; Shared/Frames/FrameDecoder.cs says why. */
const MOST_PICTURES = 8;
const ALWAYS_PIXELS = 2 ** 24;

/**
 * Parts in, the picture out. Sections are executed as their part arrives, so that a large frame is nearly done when its
 * last part comes. A key frame begins with a black picture and an empty memory.
 */
export class Decoder {
  /** The picture; another object after a change of size. */
  picture = new Framebuffer(1, 1);

  /** Where each section is noted while somebody wants to see how the picture comes. */
  trace: Trace | null = null;

  readonly arrivals = new Arrivals();
  readonly memory = new TileMemory();

  /** The next part, null where its bytes could not be read; `keyFrame` where its envelope is marked as the first of one. */
  take(part: FramePart | null, keyFrame: boolean, photos = NO_PHOTOS): Decoded {
    const loss = this.arrivals.take(part, keyFrame);
    if (loss || !part) {
      return { lost: loss ?? 'badPart' };
    }

    if (part.size) {
      this.begin(part.size);
    }

    if (!this.workFits(part.pictures) || !part.pictures.every(section => this.execute(section, photos))) {
      return this.lose('badSection');
    }

    return part.last ? this.finish(part) : null;
  }

  /** An envelope could not be opened for want of its key. */
  missed(): Loss {
    return this.arrivals.lose('noKey');
  }

  /** A black picture of this size, and nothing remembered. */
  begin({ width, height }: { readonly width: number; readonly height: number }): void {
    this.memory.clear();
    if (width === this.picture.width && height === this.picture.height) {
      this.picture.blacken();
    } else {
      this.picture = new Framebuffer(width, height);
    }
  }

  private finish({ frame, capturedAt, masks, pointer, shape, truth }: FramePart): Decoded {
    const { picture } = this;
    if (truth && !picture.hasTiles(truth)) {
      return this.lose('badSection');
    }

    const { width, height } = picture;
    const differing = truth && hashOf(picture, truth) !== truth.hash ? { first: truth.first, count: truth.count } : null;
    return { shown: { frame, capturedAt, width, height, masks, pointer, shape, compared: truth !== null, differing } };
  }

  private lose(why: Loss): Decoded {
    return { lost: this.arrivals.lose(why) };
  }

  // A run of tiles is three bytes, and sections are as many as fit: without a bound a single part could cost minutes.
  private workFits(sections: readonly PictureSection[]): boolean {
    const { columns, rows } = this.picture;
    const most = Math.max(ALWAYS_PIXELS, MOST_PICTURES * columns * rows * TILE_SIDE * TILE_SIDE);
    return sections.reduce((pixels, section) => pixels + pixelsOf(section), 0) <= most;
  }

  private execute(section: PictureSection, photos: Photos): boolean {
    const done = this.perform(section, photos);
    if (done) {
      this.trace?.note(section, this.picture);
    }

    return done;
  }

  private perform(section: PictureSection, photos: Photos): boolean {
    switch (section.kind) {
      case 'coded':
        return this.decode(section, photos);
      case 'copy':
        return this.copy(section.moves);
      case 'recall':
        return section.runs.every(run => this.recall(run));
      case 'recallParts':
        return section.parts.every(part => this.recallPart(part));
      case 'remember':
        return section.runs.every(run => this.remember(run));
    }
  }

  private decode(section: PictureSection & { kind: 'coded' }, photos: Photos): boolean {
    const { codec, areas, data } = section;
    if (!this.picture.holdsAll(areas)) {
      return false;
    }

    areas.forEach(area => this.picture.damage.add(area));
    if (codec !== PHOTO) {
      return findCodec(codec)?.decode(data, this.picture, areas) ?? false;
    }

    const pixels = photos.get(section);
    pixels?.forEach((photo, i) => this.picture.put(areas[i]!, photo));
    return pixels != null;
  }

  private copy(moves: readonly Move[]): boolean {
    const copied = this.picture.copy(moves);
    if (copied) {
      moves.forEach(move => this.picture.damage.add(move));
    }

    return copied;
  }

  private recall(run: RecalledRun): boolean {
    if (!this.picture.hasTiles(run)) {
      return false;
    }

    for (let i = 0; i < run.count; i++) {
      const tile = this.picture.tile(run.first + i);
      if (!this.recallArea((run.slot + i) % SLOTS, tile, tile)) {
        return false;
      }
    }

    return true;
  }

  private recallPart(part: RecalledPart): boolean {
    if (!this.picture.holds(part)) {
      return false;
    }

    const tile = this.picture.tile(this.picture.tileAt(part.x, part.y));
    return part.x + part.width <= tile.x + tile.width && part.y + part.height <= tile.y + tile.height
      && this.recallArea(part.slot, tile, part);
  }

  private recallArea(slot: number, tile: Rect, area: Rect): boolean {
    this.picture.damage.add(area);
    return this.memory.recall(slot, this.picture, tile, area);
  }

  private remember(run: TileRun): boolean {
    if (!this.picture.hasTiles(run)) {
      return false;
    }

    for (let i = 0; i < run.count; i++) {
      this.memory.remember(this.picture, this.picture.tile(run.first + i));
    }

    return true;
  }
}

function pixelsOf(section: PictureSection): number {
  switch (section.kind) {
    case 'coded':
      return sum(section.areas, area => area.width * area.height);
    case 'copy':
      return sum(section.moves, move => move.width * move.height);
    case 'recallParts':
      return sum(section.parts, part => part.width * part.height);
    case 'recall':
    case 'remember':
      return sum<TileRun>(section.runs, run => run.count) * TILE_SIDE * TILE_SIDE;
  }
}

function sum<T>(all: readonly T[], numberOf: (one: T) => number): number {
  return all.reduce((total, one) => total + numberOf(one), 0);
}
