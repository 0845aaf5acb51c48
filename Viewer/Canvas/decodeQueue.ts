import type { Loss } from './arrive';
import { Decoder, type DecodedFrame, type Photos } from './decode';
import { photosOf, type PhotoDecoder, type PhotoWork } from './photos';
import { readPart, type FramePart } from './wire/part';

export interface DecodeHost {
  /** A frame of several parts begins: until it is whole the picture is something between two frames. */
  onBegin(): void;
  /** The picture shows this frame, whose last byte arrived then. */
  onShown(frame: DecodedFrame, arrivedAt: number): void;
  onLost(why: Loss): void;
}

interface Waiting {
  readonly photos: PhotoWork | null;
  readonly execute: (photos?: Photos) => void;
  /** What the photos came to; null before that. */
  decoded: Photos | null;
  begun: boolean;
}

// Photos are decoded ahead of their turn up to this many pictures: enough to keep every core busy.
const PICTURES_AHEAD = 2;

/**
 * Opened bodies in, whole frames and losses out, in the order in which they came. Photos take their time, so a part that
 * holds some, and all parts behind it, wait; meanwhile the photos of those behind are decoded too.
 */
export class DecodeQueue {
  readonly decoder = new Decoder();

  private readonly waiting: Waiting[] = [];
  private pictureSize = 1;
  private pixelsAhead = 0;
  private settling: (() => void)[] = [];

  constructor(private readonly photoDecoder: PhotoDecoder, private readonly host: DecodeHost) {}

  /** The next body; `keyFrame` where its envelope is marked as the first of one. */
  take(body: Uint8Array, keyFrame: boolean, arrivedAt: number): void {
    this.takePart(readPart(body), keyFrame, arrivedAt);
  }

  /** The same, read already; null where it could not be. */
  takePart(part: FramePart | null, keyFrame: boolean, arrivedAt: number): void {
    if (part?.size) {
      this.pictureSize = part.size.width * part.size.height;
    }

    this.add(photosOf(part, this.pictureSize), photos => this.execute(part, keyFrame, arrivedAt, photos));
  }

  /** In the place of a body: its envelope could not be opened for want of its key. */
  missed(): void {
    this.add(null, () => this.host.onLost(this.decoder.missed()));
  }

  /** Everything that was taken so far has been executed. */
  settled(): Promise<void> {
    return this.waiting.length === 0 ? Promise.resolve() : new Promise(resolve => this.settling.push(resolve));
  }

  private execute(part: FramePart | null, keyFrame: boolean, arrivedAt: number, photos?: Photos): void {
    if (part?.part === 0 && !part.last) {
      this.host.onBegin();
    }

    const decoded = this.decoder.take(part, keyFrame, photos);
    if (decoded && 'lost' in decoded) {
      this.host.onLost(decoded.lost);
    } else if (decoded) {
      this.host.onShown(decoded.shown, arrivedAt);
    }
  }

  private add(photos: PhotoWork | null, execute: Waiting['execute']): void {
    if (this.waiting.length === 0 && !photos) {
      execute();
      return;
    }

    this.waiting.push({ photos, execute, decoded: null, begun: false });
    this.beginPhotos();
  }

  private beginPhotos(): void {
    for (const [i, part] of this.waiting.entries()) {
      if (part.photos && !part.begun) {
        if (i > 0 && this.pixelsAhead + part.photos.pixels > PICTURES_AHEAD * this.pictureSize) {
          return;
        }

        part.begun = true;
        this.pixelsAhead += part.photos.pixels;
        void part.photos.begin(this.photoDecoder).then(photos => {
          part.decoded = photos;
          this.goOn();
        });
      }
    }
  }

  private goOn(): void {
    for (let next = this.waiting[0]; next && (!next.photos || next.decoded); next = this.waiting[0]) {
      this.waiting.shift();
      this.pixelsAhead -= next.photos?.pixels ?? 0;
      next.execute(next.decoded ?? undefined);
      next.decoded?.forEach(photos => photos?.forEach(pixels => this.photoDecoder.reuse(pixels)));
    }

    this.beginPhotos();
    if (this.waiting.length === 0) {
      this.settling.splice(0).forEach(resolve => resolve());
    }
  }
}
