import type { Loss } from '../arrive';
import { DecodeQueue } from '../decodeQueue';
import { Painter, type Painted, type Surface, type Ticker } from '../paint';
import type { PhotoDecoder } from '../photos';
import type { Bytes } from '../sealing/bytes';
import type { LastOpened } from '../sealing/frames';
import { Opening, type Unsealed } from './opening';
import type { OpenedSeekPoint, OwnPlace, SlotTile } from './seekPoints';
import { restore, type Snapshot } from './snapshots';
import { Together } from './together';

/** Envelopes of a recording in, pictures on the canvas: the live picture's own way, without its paces and answers. */
export class Projector {
  readonly queue: DecodeQueue;

  private readonly painter: Painter;
  private turn: Promise<void> = Promise.resolve();
  private isHidden = false;
  private readonly together: Together;
  private blank = true;
  private broken = false;
  private misled = false;
  private fresh = true;

  /** `onPainted`: a picture is seen; `fresh` where masks and pointer of before do not count any more. */
  constructor(
    private readonly opening: Opening, surface: Surface, ticker: Ticker, photos: PhotoDecoder, onPainted: (painted: Painted, fresh: boolean) => void,
  ) {
    this.painter = new Painter(surface, ticker, painted => {
      onPainted(painted, this.fresh);
      this.fresh = false;
    });
    this.queue = new DecodeQueue(photos, {
      onBegin: () => this.painter.hold(),
      onShown: (frame, at) => {
        this.blank = this.broken = false;
        this.painter.show(frame, at, this.queue.decoder.picture);
      },
      onLost: lost => this.lose(lost),
    });
    this.together = new Together(this.queue);
  }

  /** Whether there is no picture since it started over. */
  get isBlank(): boolean {
    return this.blank;
  }

  /** Whether something that came after the last picture cannot be shown: its seal is broken, its key is not here, or it makes no sense. */
  get isBroken(): boolean {
    return this.broken;
  }

  /** Whether a picture could not go on from what it was begun with: that may have been wrong. */
  get isMisled(): boolean {
    return this.misled;
  }

  /** Whether what is decoded stays unseen for now; once it is no more, the newest picture is painted. */
  hide(on: boolean): void {
    this.isHidden = on;
    this.painter.hide(on);
  }

  /** What comes next follows this snapshot, or begins a whole picture. Call it when all is settled. */
  startOver(snapshot: Snapshot | null): void {
    const { decoder } = this.queue;
    this.begin(snapshot?.opened);
    this.blank = snapshot === null;
    if (snapshot) {
      restore(snapshot, decoder);
      this.painter.show(snapshot.shown, snapshot.at, decoder.picture);
    }
  }

  /** What comes next follows this seek point. Call it when all is settled. False where it is no picture. */
  async enter({ opened, at }: OwnPlace, { parts, remembered, tiles }: OpenedSeekPoint): Promise<boolean> {
    const { decoder } = this.queue;
    this.begin(opened);
    this.blank = true;
    parts.forEach((part, i) => this.queue.take(part, i === 0, at));
    await this.queue.settled();
    this.remember(tiles);
    decoder.memory.goOnAfter(remembered);
    return !this.blank && !this.broken && decoder.arrivals.place?.last === true;
  }

  /** These slots hold these tiles from here on. Call it when all is settled. */
  remember(tiles: readonly SlotTile[]): void {
    for (const { slot, width, height, words } of tiles) {
      this.queue.decoder.memory.hold(slot, width, height).set(words);
    }
  }

  /** The next envelope, and when it was recorded. Its picture is there once `settled` resolves. */
  take(envelope: Bytes, at: number): void {
    const opened = this.opening.open(envelope);
    this.turn = this.turn.then(async () => this.show(await opened, at));
  }

  /** All that was taken is decoded. */
  async settled(): Promise<void> {
    await this.turn;
    this.together.release();
    await this.queue.settled();
  }

  private show(opened: Unsealed, at: number): void {
    if (!('body' in opened)) {
      this.together.release();
      this.queue.missed();
    } else if (this.isHidden) {
      this.together.add(opened.body, opened.keyFrame, at);
    } else {
      this.queue.take(opened.body, opened.keyFrame, at);
    }
  }

  private begin(opened?: LastOpened): void {
    this.opening.startOver(opened);
    this.painter.spoil();
    this.together.forget();
    this.broken = false;
    this.misled = false;
    this.fresh = true;
  }

  private lose(why: Loss): void {
    this.broken = true;
    this.misled ||= why === 'badSection' || why === 'unknownBase';
    if (why === 'badSection') {
      this.painter.spoil();
    }
  }
}
