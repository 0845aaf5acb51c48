import { traceKinds, type TraceKind, type TracedArea } from './trace';

// How often what was drawn fades, and how much: an area is gone after about a second.
const FADE_MS = 150;
const FADE = 0.3;

/** Colours the areas of the last frames by how they came, on a canvas of its own over the picture. */
export class TraceOverlay {
  private readonly context: CanvasRenderingContext2D | null;
  private colours: Record<TraceKind, string> | null = null;
  private fading = 0;

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.context = canvas.getContext('2d');
  }

  /** Begins, or ends and leaves nothing behind. */
  show(on: boolean): void {
    this.canvas.hidden = !on;
    clearInterval(this.fading);
    if (on) {
      // The colours of the legend.
      const style = getComputedStyle(this.canvas);
      this.colours = Object.fromEntries(
        traceKinds.map(kind => [kind, style.getPropertyValue(`--trace-${kind}`)])) as Record<TraceKind, string>;
      this.fading = window.setInterval(() => this.fade(), FADE_MS);
    } else {
      this.canvas.width = 1;
      this.canvas.height = 1;
    }
  }

  draw(areas: readonly TracedArea[], width: number, height: number): void {
    const { canvas, context, colours } = this;
    if (!context || !colours) {
      return;
    }

    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }

    for (const { kind, x, y, width: across, height: down } of areas) {
      context.fillStyle = colours[kind];
      context.strokeStyle = colours[kind];
      context.globalAlpha = 0.35;
      context.fillRect(x, y, across, down);
      context.globalAlpha = 1;
      context.strokeRect(x + 0.5, y + 0.5, Math.max(across - 1, 1), Math.max(down - 1, 1));
    }
  }

  private fade(): void {
    const { canvas, context } = this;
    if (context) {
      context.globalCompositeOperation = 'destination-out';
      context.globalAlpha = FADE;
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.globalCompositeOperation = 'source-over';
    }
  }
}
