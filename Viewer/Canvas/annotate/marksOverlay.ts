import type { Stroke } from './drawing';
import { paintStroke } from './paintStroke';

/** What was just drawn, on a canvas of its own over the picture: the picture stays exactly the screen. */
export class MarksOverlay {
  private readonly context: CanvasRenderingContext2D | null;

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.context = canvas.getContext('2d');
  }

  resize(width: number, height: number): void {
    this.canvas.width = width;
    this.canvas.height = height;
  }

  show(strokes: readonly Stroke[]): void {
    this.canvas.dataset['strokes'] = String(strokes.length);
    this.context?.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (this.context) {
      strokes.forEach(stroke => paintStroke(this.context!, stroke));
    }
  }
}
