import type { PointerPlace, PointerShape } from './wire/sections';

// Larger ones are not taken as a pointer by browsers.
const LARGEST_SHAPE = 128;

// So long after the technician's last move the customer's pointer has followed, or somebody else has moved it.
const FOLLOWS_WITHIN_MS = 500;

/**
 * The customer's pointer, on a small canvas of its own over the picture: the picture stays exactly the screen. While the
 * technician leads it, the browser's own pointer has its shape, and moves without delay.
 */
export class PointerOverlay {
  private readonly context: CanvasRenderingContext2D | null;
  private place: PointerPlace = { x: 0, y: 0, visible: false };
  private shape: PointerShape | null = null;
  private scale = 1;
  private ledUntil = 0;
  private timer = 0;

  constructor(private readonly canvas: HTMLCanvasElement, private readonly glass: HTMLElement) {
    this.context = canvas.getContext('2d');
  }

  /** The technician has moved it: this page's own pointer is where it is, or soon will be. */
  lead(): void {
    this.ledUntil = performance.now() + FOLLOWS_WITHIN_MS;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.apply(), FOLLOWS_WITHIN_MS);
    this.canvas.hidden = true;
  }

  show(place: PointerPlace | null, shape: PointerShape | null): void {
    this.place = place ?? this.place;
    if (shape) {
      this.shape = shape;
      this.canvas.width = shape.width;
      this.canvas.height = shape.height;
      this.context?.putImageData(new ImageData(new Uint8ClampedArray(shape.rgba), shape.width, shape.height), 0, 0);
      this.glass.style.setProperty('--their-pointer', this.asCursor(shape));
    }

    this.apply();
  }

  /** CSS pixels for each pixel of the monitor. */
  scaleTo(scale: number): void {
    this.scale = scale;
    this.apply();
  }

  private apply(): void {
    const { canvas, shape, place, scale } = this;
    canvas.hidden = !place.visible || !shape || performance.now() < this.ledUntil;
    if (shape) {
      canvas.style.width = `${shape.width * scale}px`;
      canvas.style.height = `${shape.height * scale}px`;
      canvas.style.transform = `translate(${(place.x - shape.hotX) * scale}px, ${(place.y - shape.hotY) * scale}px)`;
    }
  }

  private asCursor({ width, height, hotX, hotY }: PointerShape): string {
    return width > LARGEST_SHAPE || height > LARGEST_SHAPE ? 'default' : `url(${this.canvas.toDataURL()}) ${hotX} ${hotY}, default`;
  }
}
