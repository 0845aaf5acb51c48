import type { Drawing, Style } from '../annotate/drawing';
import type { Pixel } from '../picture';
import type { MarkPoint } from '../wire/commands/mark';

// A laser pointer that rests is let go of: its spot fades, and a new one begins with the next move.
const REST_MS = 300;

// Pixels that the cross goes with an arrow key; with Shift one.
const STRIDE = 16;

const ARROWS: Readonly<Record<string, MarkPoint>> = {
  ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 },
};

export interface PenHost {
  /** How the next thing is drawn; null where nothing is. */
  readonly style: Style | null;
  readonly size: { readonly width: number; readonly height: number };
  pixelAt(clientX: number, clientY: number): Pixel;
  /** Asks for the words that shall stand here. */
  write(style: Style, at: MarkPoint): void;
}

/** Draws with the pointer over the picture, or with a cross that the arrow keys move: Enter begins and ends. */
export class Pen {
  private at: MarkPoint | null = null;
  private resting = 0;

  constructor(
    private readonly stage: HTMLElement,
    private readonly cross: HTMLElement,
    private readonly drawing: Drawing,
    private readonly host: PenHost,
  ) {
    for (const kind of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'pointerleave'] as const) {
      stage.addEventListener(kind, event => {
        const { style } = host;
        if (style) {
          this.hide();
          this.pointer(event, style);
        }
      });
    }

    stage.addEventListener('keydown', event => host.style && event.target === stage && this.key(event, host.style) && event.preventDefault());
    stage.addEventListener('blur', () => this.stop());
  }

  /** Nothing is drawn any more, and no cross shown. */
  stop(): void {
    clearTimeout(this.resting);
    this.drawing.end();
    this.hide();
  }

  private pointer(event: PointerEvent, style: Style): void {
    const { at, isInside } = this.host.pixelAt(event.clientX, event.clientY);
    if (style.tool === 'laser') {
      if (isInside && event.type === 'pointermove') {
        this.point(style, this.path(event));
      } else if (!isInside || event.type === 'pointerleave') {
        this.drawing.end();
      }
    } else if (event.type === 'pointerdown' && event.button === 0 && isInside) {
      this.stage.setPointerCapture(event.pointerId);
      this.begin(style, at);
    } else if (event.type === 'pointermove') {
      this.drawing.extend(...this.path(event));
    } else if (event.type === 'pointerup' || event.type === 'pointercancel') {
      this.drawing.end();
    }
  }

  // Every place where it was since the last event, so that a quick curve stays round.
  private path(event: PointerEvent): MarkPoint[] {
    const passed = event.getCoalescedEvents();
    return (passed.length > 0 ? passed : [event]).map(one => this.host.pixelAt(one.clientX, one.clientY).at);
  }

  private point(style: Style, path: readonly MarkPoint[]): void {
    if (!this.drawing.isDrawing) {
      this.drawing.begin(style, path[0]!);
    }

    this.drawing.extend(...path);
    clearTimeout(this.resting);
    this.resting = window.setTimeout(() => this.drawing.end(), REST_MS);
  }

  private begin(style: Style, at: MarkPoint): void {
    if (style.tool === 'text') {
      this.host.write(style, at);
    } else if (style.tool === 'step') {
      this.drawing.put(style, at, String(this.drawing.nextStep));
    } else {
      this.drawing.begin(style, at);
    }
  }

  // True where the key was one of the pen's.
  private key(event: KeyboardEvent, style: Style): boolean {
    const arrow = ARROWS[event.key];
    const { width, height } = this.host.size;
    const from = this.at ?? { x: width >> 1, y: height >> 1 };
    if (arrow) {
      const stride = event.shiftKey ? 1 : STRIDE;
      this.at = { x: within(from.x + stride * arrow.x, width), y: within(from.y + stride * arrow.y, height) };
      this.show(this.at);
      if (style.tool === 'laser') {
        this.point(style, [this.at]);
      } else {
        this.drawing.extend(this.at);
      }
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.at = from;
      this.show(from);
      if (this.drawing.isDrawing) {
        this.drawing.end();
      } else if (style.tool !== 'laser') {
        this.begin(style, from);
      }
    } else if (event.key === 'Escape') {
      this.stop();
    } else {
      return false;
    }

    return true;
  }

  private show({ x, y }: MarkPoint): void {
    const { width, height } = this.host.size;
    this.cross.hidden = false;
    this.cross.style.left = `${((x + 0.5) / width) * 100}%`;
    this.cross.style.top = `${((y + 0.5) / height) * 100}%`;
  }

  private hide(): void {
    this.cross.hidden = true;
    this.at = null;
  }
}

function within(value: number, side: number): number {
  return Math.max(0, Math.min(side - 1, value));
}
