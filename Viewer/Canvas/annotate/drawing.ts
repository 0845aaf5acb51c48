import type { Fate } from '../commands';
import type { ViewerCommand } from '../wire/commands/command';
import { grows, MOST_POINTS, MOST_POINTS_AT_ONCE, MOST_WORDS_BYTES, type MarkPoint, type MarkTool } from '../wire/commands/mark';
import { fitting } from '../wire/writer';

// How long an own mark is shown after the Agent has drawn it: by then it has come with the picture.
const SHOWN_FOR_MS = 600;

// Draws that the Agent has not done yet: beyond it, points wait here and go together.
const MOST_UNACKNOWLEDGED = 64;

/** How something is drawn. */
export interface Style {
  readonly tool: MarkTool;
  readonly colour: number;
  readonly width: number;
  readonly fades: boolean;
}

/** One thing that this page has drawn, as it shows it until it comes back with the picture. */
export interface Stroke extends Style {
  readonly points: readonly MarkPoint[];
  readonly words: string;
}

interface OwnStroke extends Style {
  /** On the wire a long line is several marks. */
  readonly ids: number[];
  readonly points: MarkPoint[];
  readonly words: string;
  /** Points of the last of its marks that were sent. */
  sentOfMark: number;
  sent: number;
  /** Whether what it is now has been sent, where it is drawn anew at each step. */
  isCurrent: boolean;
  isOpen: boolean;
  underWay: number;
}

export interface DrawingHost {
  readonly unacknowledged: number;
  send(command: ViewerCommand, fate: Fate): void;
  /** Asks for `flush` with the next animation frame. */
  wake(): void;
  /** Something else is to be shown. */
  onChange(): void;
  after(ms: number, run: () => void): void;
}

/** What is drawn over the picture: shown here at once, sent once per animation frame, taken back by number. */
export class Drawing {
  private readonly shown: OwnStroke[] = [];
  private readonly kept: OwnStroke[] = [];
  private readonly toSend: OwnStroke[] = [];
  private open: OwnStroke | null = null;
  private lastId = 0;

  constructor(private readonly host: DrawingHost) {}

  /** What the picture does not have yet. */
  get local(): readonly Stroke[] {
    return this.shown;
  }

  get canUndo(): boolean {
    return this.kept.length > 0;
  }

  /** What stays on the customer's screen until it is taken away. */
  get lasting(): readonly Stroke[] {
    return this.kept.filter(({ fades, isOpen }) => !fades && !isOpen);
  }

  get isDrawing(): boolean {
    return this.open !== null;
  }

  /** The number of the next step: one more than there are. */
  get nextStep(): number {
    return 1 + Math.max(0, ...this.kept.filter(({ tool }) => tool === 'step').map(({ words }) => Number(words)));
  }

  /** Begins a line, an arrow, a box or a spot here. */
  begin(style: Style, at: MarkPoint): void {
    this.end();
    this.open = this.add(style, grows(style.tool) ? [at] : [at, at], '');
  }

  /** Goes on to here. */
  extend(...points: readonly MarkPoint[]): void {
    const stroke = this.open;
    for (const point of stroke ? points : []) {
      const last = stroke!.points.at(-1)!;
      if (point.x !== last.x || point.y !== last.y) {
        stroke!.points.splice(grows(stroke!.tool) ? stroke!.points.length : 1, 1, point);
        this.changed(stroke!);
      }
    }
  }

  /** What was begun is done. A click that drew no arrow or box has drawn nothing. */
  end(): void {
    const stroke = this.open;
    this.open = null;
    if (stroke) {
      stroke.isOpen = false;
      const [from, to] = stroke.points;
      if (!grows(stroke.tool) && from!.x === to!.x && from!.y === to!.y) {
        this.takeBack(stroke);
      } else {
        this.retire(stroke);
      }
    }
  }

  /** Text or a step, whose words stand from the start. */
  put(style: Style, at: MarkPoint, words: string): void {
    this.add(style, [at], fitting(words, MOST_WORDS_BYTES)).isOpen = false;
  }

  /** Draws these as if by hand. */
  again(strokes: readonly Stroke[]): void {
    for (const { points, words, ...style } of strokes) {
      if (words !== '') {
        this.put(style, points[0]!, words);
      } else {
        this.begin(style, points[0]!);
        this.extend(...points.slice(1));
        this.end();
      }
    }
  }

  /** Takes the own last thing away. */
  undo(): void {
    const stroke = this.kept.at(-1);
    if (stroke) {
      this.takeBack(stroke);
    }
  }

  /** Takes everything of this page away. */
  clear(): void {
    this.host.send({ kind: 'erase', mark: 0 }, {});
    this.forget();
  }

  /** Drawing was taken back, and with it all that was drawn: nothing waits, and nothing is shown. */
  forget(): void {
    [this.shown, this.kept, this.toSend].forEach(strokes => strokes.splice(0));
    this.open = null;
    this.host.onChange();
  }

  /** Once per animation frame: sends one piece of what is new. */
  flush(): void {
    const stroke = this.toSend[0];
    if (stroke && this.host.unacknowledged < MOST_UNACKNOWLEDGED) {
      this.sendPiece(stroke);
      if (this.isSent(stroke)) {
        this.toSend.shift();
      }
    }

    if (this.toSend.length > 0) {
      this.host.wake();
    }
  }

  private add(style: Style, points: MarkPoint[], words: string): OwnStroke {
    const stroke: OwnStroke = {
      ...style, ids: [++this.lastId], points, words, sentOfMark: 0, sent: 0, isCurrent: false, isOpen: true, underWay: 0,
    };
    this.shown.push(stroke);
    if (style.tool !== 'laser') {
      this.kept.push(stroke);
    }

    this.changed(stroke);
    return stroke;
  }

  private changed(stroke: OwnStroke): void {
    stroke.isCurrent = false;
    if (!this.toSend.includes(stroke)) {
      this.toSend.push(stroke);
    }

    this.host.wake();
    this.host.onChange();
  }

  private isSent(stroke: OwnStroke): boolean {
    return grows(stroke.tool) ? stroke.sent === stroke.points.length : stroke.isCurrent;
  }

  private sendPiece(stroke: OwnStroke): void {
    const { tool, colour, width, fades, words } = stroke;
    let points = [...stroke.points];
    if (grows(tool)) {
      if (stroke.sentOfMark === MOST_POINTS) {
        // The line goes on under another number, from where it was.
        stroke.ids.push(++this.lastId);
        stroke.sent--;
        stroke.sentOfMark = 0;
      }

      const room = Math.min(MOST_POINTS_AT_ONCE, MOST_POINTS - stroke.sentOfMark);
      points = stroke.points.slice(stroke.sent, stroke.sent + room);
      stroke.sent += points.length;
      stroke.sentOfMark += points.length;
    }

    stroke.isCurrent = true;
    stroke.underWay++;
    this.host.send({ kind: 'draw', mark: { id: stroke.ids.at(-1)!, tool, colour, width, fades, points, words } }, {
      done: () => {
        stroke.underWay--;
        this.retire(stroke);
      },
      refused: () => this.drop(stroke),
    });
  }

  // Done and all drawn at the customer: it is seen in the picture from now on.
  private retire(stroke: OwnStroke): void {
    if (!stroke.isOpen && stroke.underWay === 0 && this.isSent(stroke) && this.shown.includes(stroke)) {
      this.host.after(SHOWN_FOR_MS, () => remove(this.shown, stroke) && this.host.onChange());
    }
  }

  private takeBack(stroke: OwnStroke): void {
    if (stroke.underWay > 0 || stroke.sent > 0 || stroke.isCurrent) {
      stroke.ids.forEach(mark => this.host.send({ kind: 'erase', mark }, {}));
    }

    this.drop(stroke);
  }

  private drop(stroke: OwnStroke): void {
    [this.shown, this.kept, this.toSend].forEach(strokes => remove(strokes, stroke));
    this.open = this.open === stroke ? null : this.open;
    this.host.onChange();
  }
}

function remove<T>(from: T[], one: T): boolean {
  const at = from.indexOf(one);
  return at >= 0 && from.splice(at, 1).length > 0;
}
