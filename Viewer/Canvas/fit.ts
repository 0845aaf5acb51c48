import { keptInPlace } from './zoom';
import type { Rect } from './wire/rect';

/** Beside the two: so many CSS pixels for each pixel of the monitor. */
export type FitMode = 'fit' | 'actual' | number;

/** Where the picture lies in the stage, in CSS pixels. */
export interface Placement {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** CSS pixels for each pixel of the monitor. */
  readonly scale: number;
  /** Whether each pixel of the monitor covers whole pixels of this screen. */
  readonly crisp: boolean;
}

/**
 * `actual`: one pixel of the monitor is one pixel of this screen, whatever its scale, and the stage scrolls; as it does with
 * a number.
 * `fit`: all of it is seen, or of the part that is shared; never larger than one CSS pixel for each, since larger shows
 * nothing more.
 */
export function place(
  picture: { readonly width: number; readonly height: number },
  stage: { readonly width: number; readonly height: number },
  pixelRatio: number,
  mode: FitMode,
  shared: Rect | null = null,
): Placement {
  const part = mode === 'fit' ? inside(shared, picture) : { x: 0, y: 0, ...picture };
  const scale = typeof mode === 'number' ? mode
    : mode === 'actual' ? 1 / pixelRatio
    : Math.min(stage.width / part.width, stage.height / part.height, 1);
  const devicePixels = scale * pixelRatio;

  // On whole device pixels, or every edge would be smeared over two.
  const start = (room: number, length: number, before: number) =>
    Math.round((Math.max(0, (room - length * scale) / 2) - before * scale) * pixelRatio) / pixelRatio;
  return {
    left: start(stage.width, part.width, part.x),
    top: start(stage.height, part.height, part.y),
    width: picture.width * scale,
    height: picture.height * scale,
    scale,
    crisp: Math.abs(devicePixels - Math.round(devicePixels)) < 1e-6,
  };
}

// The part as far as it lies in the picture; all of the picture where nothing would be left.
function inside(part: Rect | null, picture: { readonly width: number; readonly height: number }): Rect {
  const width = part ? Math.min(part.width, picture.width - part.x) : 0;
  const height = part ? Math.min(part.height, picture.height - part.y) : 0;
  return part && width > 0 && height > 0 ? { x: part.x, y: part.y, width, height } : { x: 0, y: 0, ...picture };
}

// What lies beside the part that is looked at is not seen.
function clipped(part: Rect, picture: { readonly width: number; readonly height: number }, scale: number): string {
  const inset = [part.y, picture.width - part.x - part.width, picture.height - part.y - part.height, part.x];
  return `inset(${inset.map(side => `${Math.max(0, side) * scale}px`).join(' ')})`;
}

/** Whether something of this element is seen at this place of the window: it has neither a border nor a scroll bar there. */
export function isSeenIn(element: HTMLElement, { clientX, clientY }: { readonly clientX: number; readonly clientY: number }): boolean {
  const { left, top } = element.getBoundingClientRect();
  const [x, y] = [clientX - left - element.clientLeft, clientY - top - element.clientTop];
  return x >= 0 && y >= 0 && x < element.clientWidth && y < element.clientHeight;
}

/** A place of the stage, in CSS pixels. */
interface StagePlace {
  readonly x: number;
  readonly y: number;
}

/**
 * Keeps the picture placed while the window, the screen's scale or the picture's size change. Before there is a picture only
 * how it shall be shown is known: it is placed nowhere, null.
 */
export class Fitting {
  private mode: FitMode = 'fit';
  private picture = { width: 0, height: 0 };
  private shared: Rect | null = null;
  private looked: Rect | null = null;
  private placed: Placement | null = null;

  constructor(
    private readonly stage: HTMLElement,
    private readonly glass: HTMLElement,
    private readonly onPlaced: (placement: Placement | null) => void,
  ) {
    new ResizeObserver(() => this.apply()).observe(stage);
    this.watchPixelRatio();
  }

  /** How it is shown, CSS pixels for each pixel of the monitor, and the part that alone is seen; null for all. */
  get now(): { readonly mode: FitMode; readonly scale: number; readonly part: Rect | null } {
    return { mode: this.mode, scale: this.placed?.scale ?? 1, part: this.mode === 'fit' ? this.looked : null };
  }

  /** `at`: what of the picture lies at this place of the window stays there; without it, what lies in the middle. */
  show(mode: FitMode, at?: { readonly clientX: number; readonly clientY: number }): void {
    const { left, top, width, height } = this.stage.getBoundingClientRect();
    const kept = at ? { x: at.clientX - left, y: at.clientY - top } : { x: width / 2, y: height / 2 };
    this.mode = mode;
    this.apply(typeof mode === 'number' ? kept : null);
  }

  /** Only this part is fitted, such as one monitor; all that is shared with null. */
  look(part: Rect | null): void {
    this.looked = part;
    this.show('fit');
  }

  /** The part of the picture that is shared; null where that is not known. */
  share(part: Rect | null): void {
    this.shared = part;
    this.apply();
  }

  resize(width: number, height: number): void {
    this.picture = { width, height };
    this.looked = null;
    this.apply();
  }

  private apply(kept: StagePlace | null = null): void {
    if (this.picture.width === 0) {
      this.onPlaced(null);
      return;
    }

    const { stage, glass, placed: before } = this;
    const scroll = { x: stage.scrollLeft, y: stage.scrollTop };
    stage.classList.toggle('scrolls', this.mode !== 'fit');
    const room = { width: stage.clientWidth, height: stage.clientHeight };
    const placement = place(this.picture, room, window.devicePixelRatio, this.mode, this.looked ?? this.shared);
    glass.style.left = `${placement.left}px`;
    glass.style.top = `${placement.top}px`;
    glass.style.width = `${placement.width}px`;
    glass.style.height = `${placement.height}px`;
    glass.style.clipPath = this.mode === 'fit' && this.looked ? clipped(this.looked, this.picture, placement.scale) : '';
    glass.classList.toggle('crisp', placement.crisp);
    this.placed = placement;
    if (this.mode === 'fit') {
      // It may still stand where a larger one was scrolled to.
      stage.scrollTo(0, 0);
    }

    if (kept && before) {
      stage.scrollLeft = keptInPlace(kept.x, { start: before.left, scale: before.scale, scroll: scroll.x }, { start: placement.left, scale: placement.scale });
      stage.scrollTop = keptInPlace(kept.y, { start: before.top, scale: before.scale, scroll: scroll.y }, { start: placement.top, scale: placement.scale });
    }

    this.onPlaced(placement);
  }

  // Moving to another screen or zooming changes the ratio; each question holds for one ratio only.
  private watchPixelRatio(): void {
    window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`).addEventListener('change', () => {
      this.apply();
      this.watchPixelRatio();
    }, { once: true });
  }
}
