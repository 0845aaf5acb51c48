import type { Rect } from './wire/rect';

export type FitMode = 'fit' | 'actual';

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
 * `actual`: one pixel of the monitor is one pixel of this screen, whatever its scale, and the stage scrolls.
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
  const scale = mode === 'actual'
    ? 1 / pixelRatio
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

/** Keeps the picture placed while the window, the screen's scale or the picture's size change. */
export class Fitting {
  private mode: FitMode = 'fit';
  private picture = { width: 0, height: 0 };
  private shared: Rect | null = null;

  constructor(
    private readonly stage: HTMLElement,
    private readonly glass: HTMLElement,
    private readonly onPlaced: (placement: Placement) => void,
  ) {
    new ResizeObserver(() => this.apply()).observe(stage);
    this.watchPixelRatio();
  }

  show(mode: FitMode): void {
    this.mode = mode;
    this.apply();
  }

  /** The part of the picture that is shared; null where that is not known. */
  share(part: Rect | null): void {
    this.shared = part;
    this.apply();
  }

  resize(width: number, height: number): void {
    this.picture = { width, height };
    this.apply();
  }

  private apply(): void {
    if (this.picture.width === 0) {
      return;
    }

    this.stage.classList.toggle('scrolls', this.mode === 'actual');
    const room = { width: this.stage.clientWidth, height: this.stage.clientHeight };
    const placement = place(this.picture, room, window.devicePixelRatio, this.mode, this.shared);
    this.glass.style.left = `${placement.left}px`;
    this.glass.style.top = `${placement.top}px`;
    this.glass.style.width = `${placement.width}px`;
    this.glass.style.height = `${placement.height}px`;
    this.glass.classList.toggle('crisp', placement.crisp);
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
