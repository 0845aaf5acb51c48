import type { Stroke } from './drawing';

/** What was drawn and stays, on a picture of this size. */
export interface KeptDrawing {
  readonly width: number;
  readonly height: number;
  readonly strokes: readonly Stroke[];
}

// Written once nothing has changed for so long: each time it is all of it.
const QUIET_MS = 400;

// A storage of a browser holds some MB; of this many the oldest are in nobody's mind.
const MOST_KEPT = 60;

/**
 * What this page has drawn for a case, in this tab until it is closed. The customer's computer forgets drawings when the page
 * or the session goes; here they can be drawn again.
 */
export class DrawingMemory {
  /** What an earlier page of this case had drawn; null where there is nothing. */
  readonly earlier: KeptDrawing | null;
  private readonly key: string;
  private strokes: readonly Stroke[] = [];
  private waiting: KeptDrawing | null = null;
  private isClosed = false;

  constructor(caseId: string, private readonly store: Storage, private readonly after: (ms: number, run: () => void) => void) {
    this.key = `drawing ${caseId}`;
    this.earlier = this.read();
  }

  /** Asked for as often as something is drawn; a stroke that lasts is never another one. */
  keep({ width, height }: { readonly width: number; readonly height: number }, strokes: readonly Stroke[]): void {
    if (this.isClosed || (strokes.length === this.strokes.length && strokes.every((stroke, i) => stroke === this.strokes[i]))) {
      return;
    }

    const waiting: KeptDrawing = { width, height, strokes };
    this.strokes = strokes;
    this.waiting = waiting;
    this.after(QUIET_MS, () => this.waiting === waiting && this.flush());
  }

  /** Writes what is not written yet. */
  flush(): void {
    if (this.waiting) {
      const { width, height, strokes } = this.waiting;
      const kept: KeptDrawing = {
        width, height, strokes: strokes.slice(-MOST_KEPT).map(({ tool, colour, width, fades, points, words }) => ({ tool, colour, width, fades, points, words })),
      };
      this.waiting = null;
      try {
        this.store.setItem(this.key, JSON.stringify(kept));
      } catch {
        // A full store: what is drawn is on the customer's screen all the same.
      }
    }
  }

  /** Nothing more is kept than there is. */
  close(): void {
    this.flush();
    this.isClosed = true;
  }

  forget(): void {
    this.waiting = null;
    this.isClosed = true;
    this.store.removeItem(this.key);
  }

  private read(): KeptDrawing | null {
    try {
      const kept = JSON.parse(this.store.getItem(this.key) ?? 'null') as KeptDrawing | null;
      return kept !== null && kept.strokes.length > 0 ? kept : null;
    } catch {
      return null;
    }
  }
}

/** The same strokes on a picture of another size. */
export function fittedTo({ width, height, strokes }: KeptDrawing, size: { readonly width: number; readonly height: number }): readonly Stroke[] {
  const within = (value: number, from: number, to: number): number => Math.max(0, Math.min(to - 1, Math.round(value * to / from)));
  return strokes.map(stroke => ({
    ...stroke, points: stroke.points.map(({ x, y }) => ({ x: within(x, width, size.width), y: within(y, height, size.height) })),
  }));
}
