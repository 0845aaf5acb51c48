import type { DecodedFrame } from './decode';
import type { PointerPlace, PointerShape, Rect } from './wire/part';

/** Where pixels go: a canvas, or a fake in tests. */
export interface Surface {
  /** Makes it this large; what was on it is gone. */
  resize(width: number, height: number): void;
  put(pixels: Uint8ClampedArray<ArrayBuffer>, area: Rect): void;
}

/** When to paint next: runs the callback once, soon. */
export interface Ticker {
  next(paint: () => void): void;
}

/** What was painted at once: the newest frame, and what lies over the picture where that has changed. */
export interface Painted {
  readonly frame: number;
  /** µs of the Agent's clock. */
  readonly capturedAt: number;
  /** How many frames went into it. */
  readonly frames: number;
  /** Whether the picture has another size than before. */
  readonly resized: boolean;
  readonly masks: readonly Rect[] | null;
  readonly pointer: PointerPlace | null;
  readonly shape: PointerShape | null;
}

// A page that nobody sees may get its moments once a minute only, while another window keeps the Agent sending. More
// than two whole screens are not kept: painting works unseen too.
const MOST_SCREENS = 2;

/** Collects damage and paints once per animation frame, however many frames came; sooner where too much would wait. */
export class Painter {
  width = 0;
  height = 0;

  private waiting: DecodedFrame[] = [];
  private waitingBytes = 0;
  private asked = false;

  constructor(
    private readonly surface: Surface,
    private readonly ticker: Ticker,
    private readonly onPainted: (painted: Painted) => void,
  ) {}

  add(frame: DecodedFrame): void {
    this.waiting.push(frame);
    this.waitingBytes += frame.patches.reduce((sum, patch) => sum + patch.pixels.length, 0);
    if (this.waitingBytes > MOST_SCREENS * frame.width * frame.height * 4) {
      this.paint();
    } else if (!this.asked) {
      this.asked = true;
      this.ticker.next(() => {
        this.asked = false;
        this.paint();
      });
    }
  }

  private paint(): void {
    const frames = this.waiting;
    this.waiting = [];
    this.waitingBytes = 0;
    const newest = frames.at(-1);
    if (!newest) {
      return;
    }

    const resized = newest.width !== this.width || newest.height !== this.height;
    if (resized) {
      this.width = newest.width;
      this.height = newest.height;
      this.surface.resize(newest.width, newest.height);
    }

    // Frames of another size are wholly behind a key frame of this size.
    const visible = frames.filter(frame => frame.width === newest.width && frame.height === newest.height);
    for (const patch of visible.flatMap(frame => frame.patches)) {
      this.surface.put(patch.pixels, patch);
    }

    this.onPainted({
      frame: newest.frame,
      capturedAt: newest.capturedAt,
      frames: frames.length,
      resized,
      masks: last(frames, frame => frame.masks),
      pointer: last(frames, frame => frame.pointer),
      shape: last(frames, frame => frame.shape),
    });
  }
}

function last<T>(frames: readonly DecodedFrame[], pick: (frame: DecodedFrame) => T | null): T | null {
  for (let i = frames.length - 1; i >= 0; i--) {
    const found = pick(frames[i]!);
    if (found !== null) {
      return found;
    }
  }

  return null;
}

/** The canvas, pixel for pixel: opaque, never smoothed, as large as the monitor. */
export function canvasSurface(canvas: HTMLCanvasElement): Surface {
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) {
    throw new Error('This browser gives no canvas to draw on.');
  }

  return {
    resize(width, height) {
      canvas.width = width;
      canvas.height = height;
    },
    put(pixels, area) {
      context.putImageData(new ImageData(pixels, area.width, area.height), area.x, area.y);
    },
  };
}
