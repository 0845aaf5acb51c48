import type { Ticker } from '../paint';
import type { Catalogue, SeekPoint } from './catalogue';
import type { Cursor } from './cursor';
import { FRAME } from './format';
import type { Projector } from './projector';
import type { OwnPlace, SeekPoints } from './seekPoints';
import { isBehind, type Snapshot, type Snapshots } from './snapshots';

/** How fast it may play. */
export const SPEEDS = [0.5, 1, 2, 4, 8, 16] as const;

/** What the page shows of it. */
export interface PlayerState {
  /** ms since the recording began. */
  readonly position: number;
  readonly playing: boolean;
  /** It is on its way there: the file is still being read, or pictures are. */
  readonly seeking: boolean;
  /** Nothing was seen yet at this moment, or what was cannot be shown. */
  readonly blank: boolean;
  /** What came after the picture that is seen cannot be shown. */
  readonly broken: boolean;
  readonly speed: number;
  readonly skipsIdle: boolean;
}

/** From where a moment is reached. */
interface Way {
  readonly point: SeekPoint | null;
  readonly snapshot: Snapshot | null;
  readonly own: OwnPlace | null;
}

export interface PlayerHost {
  /** ms; only differences count. */
  now(): number;
  onState(state: PlayerState): void;
  /** The file could not be read. It stops. */
  onFault(problem: unknown): void;
}

// A computer that was asleep, or a page that nobody saw, goes on from where it was.
const LONGEST_STEP_MS = 250;

// A stretch without a change is skipped from this length on, up to so shortly before the next change.
const IDLE_MS = 3000;
const BEFORE_CHANGE_MS = 500;

// Envelopes that are opened and decoded at once.
const MOST_AT_ONCE = 32;

/**
 * The hand of the player's clock: which records are due is told by their moments. Seeking goes to the last whole picture
 * at or before the wish, in the recording or kept beside it, and decodes everything after it unseen.
 */
export class Player {
  private position = 0;
  private playing = false;
  private speed = 1;
  private skipsIdle = false;
  private wish: number | null = null;
  // Whether the picture follows from what was decoded: before the first seek it does not.
  private isInStep = false;
  // The seek point that the picture was begun with; null where that was something else.
  private entered: OwnPlace | null = null;
  // And the next one, whose tiles are lacking from its place on.
  private coming: OwnPlace | null = null;
  private running: Promise<void> | null = null;
  private closed = false;
  private last = 0;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly cursor: Cursor,
    private readonly projector: Projector,
    private readonly snapshots: Snapshots,
    private readonly own: SeekPoints,
    private readonly ticker: Ticker,
    private readonly host: PlayerHost,
  ) {}

  play(on: boolean): void {
    if (on && this.isAtEnd) {
      this.wish = 0;
    }

    this.playing = on;
    this.last = this.host.now();
    this.run();
  }

  /** Goes to a moment, ms; as near as there is something. */
  seek(at: number): void {
    this.wish = Math.max(0, at);
    this.run();
  }

  setSpeed(speed: number): void {
    this.speed = speed;
    this.tell();
  }

  /** Whether stretches without a change are passed over. */
  skipIdle(on: boolean): void {
    this.skipsIdle = on;
    this.tell();
  }

  close(): void {
    this.closed = true;
    this.playing = false;
  }

  /** Resolves once it is not on its way anywhere. */
  async arrived(): Promise<void> {
    while (this.wish !== null && !this.closed) {
      await new Promise<void>(resolve => this.ticker.next(resolve));
    }
  }

  private get isAtEnd(): boolean {
    return this.catalogue.isWhole && this.position >= this.catalogue.end;
  }

  private get hasWork(): boolean {
    return !this.closed && (this.playing || this.wish !== null);
  }

  private run(): void {
    this.tell();
    this.running ??= this.work().catch((problem: unknown) => {
      this.playing = false;
      this.wish = null;
      this.isInStep = false;
      this.host.onFault(problem);
    }).finally(() => {
      this.running = null;
      this.projector.hide(false);
      this.tell();
      if (this.hasWork) {
        this.run();
      }
    });
  }

  private async work(): Promise<void> {
    while (this.hasWork) {
      if (this.wish !== null) {
        await this.goTo(this.wish);
      } else {
        await new Promise<void>(resolve => this.ticker.next(resolve));
        await this.goOn();
      }
    }
  }

  private async goTo(wish: number): Promise<void> {
    const { catalogue } = this;
    if (wish > catalogue.end && !catalogue.isWhole) {
      await catalogue.grown();
      return;
    }

    const to = Math.min(wish, catalogue.end);
    const way = await this.nearest(to);
    this.projector.hide(true);
    if (!this.isInStep || to < this.position || (way.point && this.cursor.isBefore(way.point))) {
      await this.projector.settled();
      this.isInStep = await this.begin(way);
      if (!this.isInStep) {
        return;
      }
    }

    // Wherever another wish interrupts it, the picture is that of the last record that was taken.
    await this.takeUntil(to, () => this.wish === wish && !this.closed);
    await this.projector.settled();
    if (this.entered && this.projector.isMisled) {
      this.own.lose(this.entered.own);
      this.isInStep = false;
      return;
    }

    this.position = to;
    this.last = this.host.now();
    if (this.wish === wish) {
      this.wish = null;
      this.projector.hide(false);
      this.tell();
    }
  }

  // Whichever is last: a whole picture of the recording, a seek point of the Agent's, or what was kept while it was decoded beside this.
  private async nearest(to: number): Promise<Way> {
    let way: Way = { point: this.catalogue.seekPoint(to), snapshot: null, own: null };
    const own = await this.own.find(to);
    if (own && (!way.point || isBehind(own, way.point))) {
      way = { point: own, snapshot: null, own };
    }

    const snapshot = this.snapshots.find(to);
    return snapshot && (!way.point || isBehind(snapshot, way.point)) ? { point: snapshot, snapshot, own: null } : way;
  }

  // False where it leads nowhere: another way is to be found then.
  private async begin({ point, snapshot, own }: Way): Promise<boolean> {
    this.entered = own;
    this.coming = null;
    if (own) {
      const opened = await this.own.open(own);
      if (!opened || !await this.projector.enter(own, opened)) {
        this.own.lose(own.own);
        return false;
      }

      this.coming = await this.own.after(own);
    } else {
      this.projector.startOver(snapshot);
    }

    this.cursor.moveTo(point);
    return true;
  }

  private async goOn(): Promise<void> {
    const now = this.host.now();
    const step = Math.min(now - this.last, LONGEST_STEP_MS) * this.speed;
    this.last = now;
    if (!this.playing || this.wish !== null) {
      return;
    }

    const { catalogue } = this;
    let to = Math.min(this.position + step, catalogue.end);
    const next = this.skipsIdle ? await this.cursor.next() : null;
    if (next && next.at - to > IDLE_MS) {
      to = next.at - BEFORE_CHANGE_MS;
    }

    await this.takeUntil(to, () => this.wish === null && !this.closed);
    await this.projector.settled();
    this.position = to;
    this.playing &&= !this.isAtEnd;
    this.tell();
  }

  private async takeUntil(to: number, goesOn: () => boolean): Promise<void> {
    let taken = 0;
    for (let piece = await this.cursor.next(); piece && piece.at <= to && goesOn(); piece = await this.cursor.next()) {
      if (this.coming && !this.cursor.isBefore(this.coming)) {
        await this.pass(this.coming);
        taken = 0;
      }

      this.cursor.step();
      if (piece.kind === FRAME) {
        this.projector.take(piece.payload, piece.at);
        taken++;
      }

      if (taken === MOST_AT_ONCE) {
        taken = 0;
        await this.projector.settled();
      }
    }
  }

  // A picture that began with one seek point goes past another.
  private async pass(next: OwnPlace): Promise<void> {
    await this.projector.settled();
    this.projector.remember(await this.own.tilesOf(next));
    this.coming = await this.own.after(next);
  }

  private tell(): void {
    const { position, playing, speed, skipsIdle, projector } = this;
    this.host.onState({ position, playing, seeking: this.wish !== null, blank: projector.isBlank, broken: projector.isBroken, speed, skipsIdle });
  }
}
