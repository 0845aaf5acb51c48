import type { PointerPlace, PointerShape } from './wire/sections';

/** The customer's pointer, on a small canvas of its own over the picture: the picture stays exactly the screen. */
export class PointerOverlay {
  private readonly context: CanvasRenderingContext2D | null;
  private place: PointerPlace = { x: 0, y: 0, visible: false };
  private shape: PointerShape | null = null;
  private scale = 1;

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.context = canvas.getContext('2d');
  }

  show(place: PointerPlace | null, shape: PointerShape | null): void {
    this.place = place ?? this.place;
    if (shape) {
      this.shape = shape;
      this.canvas.width = shape.width;
      this.canvas.height = shape.height;
      this.context?.putImageData(new ImageData(new Uint8ClampedArray(shape.rgba), shape.width, shape.height), 0, 0);
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
    canvas.hidden = !place.visible || !shape;
    if (shape) {
      canvas.style.width = `${shape.width * scale}px`;
      canvas.style.height = `${shape.height * scale}px`;
      canvas.style.transform = `translate(${(place.x - shape.hotX) * scale}px, ${(place.y - shape.hotY) * scale}px)`;
    }
  }
}
