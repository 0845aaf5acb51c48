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
 * `fit`: all of it is seen; never larger than one CSS pixel for each, since larger shows nothing more.
 */
export function place(
  picture: { readonly width: number; readonly height: number },
  stage: { readonly width: number; readonly height: number },
  pixelRatio: number,
  mode: FitMode,
): Placement {
  const scale = mode === 'actual'
    ? 1 / pixelRatio
    : Math.min(stage.width / picture.width, stage.height / picture.height, 1);
  const width = picture.width * scale;
  const height = picture.height * scale;
  const devicePixels = scale * pixelRatio;
  return {
    // On whole device pixels, or every edge would be smeared over two.
    left: Math.max(0, Math.round(((stage.width - width) / 2) * pixelRatio) / pixelRatio),
    top: Math.max(0, Math.round(((stage.height - height) / 2) * pixelRatio) / pixelRatio),
    width,
    height,
    scale,
    crisp: Math.abs(devicePixels - Math.round(devicePixels)) < 1e-6,
  };
}

/** Keeps the picture placed while the window, the screen's scale or the picture's size change. */
export class Fitting {
  private mode: FitMode = 'fit';
  private picture = { width: 0, height: 0 };

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
    const placement = place(this.picture, room, window.devicePixelRatio, this.mode);
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
