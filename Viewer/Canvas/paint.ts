import type { DecodedFrame } from './decode';
import type { Framebuffer } from './framebuffer';
import type { Rect, TileRun } from './wire/rect';
import type { PointerPlace, PointerShape } from './wire/sections';

/** Where the picture is seen: a canvas, or a fake in tests. */
export interface Surface {
  /** Makes it as large as this picture, whose pixels are painted from now on; what was on it is gone. */
  show(picture: Framebuffer): void;
  /** Paints an area of the picture as it is now. */
  put(area: Rect): void;
}

/** When the next animation frame begins: runs the callback once. */
export interface Ticker {
  next(begun: () => void): void;
}

/** What was painted at once: the newest frame, and what lies over the picture where that has changed. */
export interface Painted {
  readonly frame: number;
  /** µs of the Agent's clock. */
  readonly capturedAt: number;
  /** When its last byte arrived, ms of the page's clock. */
  readonly arrivedAt: number;
  /** How many frames went into it. */
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  readonly masks: readonly Rect[] | null;
  readonly pointer: PointerPlace | null;
  readonly shape: PointerShape | null;
  /** How many of the frames were compared with the Agent's hash of some tiles. */
  readonly compared: number;
  /** The tiles that had another hash, and after which frame. */
  readonly differing: readonly (TileRun & { readonly frame: number })[];
}

/**
 * Paints whole frames only, and once in each animation frame: the first frame at once, since it is seen earlier so; what
 * comes before the next animation frame is collected for that one. Nothing is kept but where the picture has changed.
 */
export class Painter {
  private shown: Framebuffer | null = null;
  private picture: Framebuffer | null = null;
  private waiting: Painted | null = null;
  private isWhole = false;
  private isHidden = false;
  private hasPainted = false;

  constructor(
    private readonly surface: Surface,
    private readonly ticker: Ticker,
    private readonly onPainted: (painted: Painted) => void,
  ) {}

  /** The picture shows this frame; `arrivedAt` is when its last byte came. */
  show(frame: DecodedFrame, arrivedAt: number, picture: Framebuffer): void {
    this.isWhole = true;
    this.waiting = withFrame(this.waiting, frame, arrivedAt);
    this.picture = picture;
    if (!this.isHidden) {
      this.showPicture();
    }

    if (!this.hasPainted) {
      this.paint();
    }
  }

  /** Whether nothing is painted for now. What came meanwhile is painted at once when that is over. */
  hide(on: boolean): void {
    this.isHidden = on;
    if (!on && this.waiting && this.isWhole) {
      this.paint();
    }
  }

  /** The picture is about to be something between two frames for a while: what waits is painted before. */
  hold(): void {
    if (this.waiting && this.isWhole) {
      this.paint();
    }

    this.isWhole = false;
  }

  /** The picture is nothing that was ever sent: nothing is painted before the next whole frame. */
  spoil(): void {
    this.isWhole = false;
    this.waiting = null;
  }

  private paint(): void {
    const { picture, waiting } = this;
    if (!picture || !waiting || this.isHidden) {
      return;
    }

    this.showPicture();
    this.waiting = null;
    picture.damage.take().forEach(area => this.surface.put(area));
    if (!this.hasPainted) {
      this.hasPainted = true;
      this.ticker.next(() => {
        this.hasPainted = false;
        if (this.isWhole) {
          this.paint();
        }
      });
    }

    this.onPainted(waiting);
  }

  private showPicture(): void {
    if (this.picture && this.picture !== this.shown) {
      this.shown = this.picture;
      this.surface.show(this.picture);
    }
  }
}

function withFrame(before: Painted | null, shown: DecodedFrame, arrivedAt: number): Painted {
  const { frame, capturedAt, width, height, differing } = shown;
  return {
    frame,
    capturedAt,
    arrivedAt,
    frames: (before?.frames ?? 0) + 1,
    width,
    height,
    masks: shown.masks ?? before?.masks ?? null,
    pointer: shown.pointer ?? before?.pointer ?? null,
    shape: shown.shape ?? before?.shape ?? null,
    compared: (before?.compared ?? 0) + (shown.compared ? 1 : 0),
    differing: [...(before?.differing ?? []), ...(differing ? [{ frame, ...differing }] : [])],
  };
}

/** The canvas, pixel for pixel: opaque, never smoothed, as large as the monitor. */
export function canvasSurface(canvas: OffscreenCanvas): Surface {
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) {
    throw new Error('This browser gives no canvas to draw on.');
  }

  // The picture's own memory: nothing is copied on the way.
  let pixels: ImageData | null = null;
  return {
    show({ width, height, words }) {
      canvas.width = width;
      canvas.height = height;
      pixels = new ImageData(new Uint8ClampedArray(words.buffer), width, height);
    },
    put({ x, y, width, height }) {
      if (pixels) {
        context.putImageData(pixels, 0, 0, x, y, width, height);
      }
    },
  };
}
