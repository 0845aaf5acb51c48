import type { Loss } from './arrive';
import { DecodeQueue } from './decodeQueue';
import { Painter, type Painted, type Surface, type Ticker } from './paint';
import type { PhotoDecoder } from './photos';
import type { SealingFault } from './sealing/cipher';
import { FrameOpener, type ContentKey } from './sealing/frames';
import type { ExchangeContext } from './sealing/keys';
import { Trace, type Traced } from './trace';
import { readHead } from './wire/envelope';

/** One envelope, and when it arrived by the page's clock; its buffer is handed over, not copied. */
export interface SealedPart {
  readonly buffer: ArrayBuffer;
  readonly offset: number;
  readonly length: number;
  readonly arrivedAt: number;
}

/** What comes out: a frame that is seen now, a loss, or a fault that ends the session. */
export type IntakeAnswer =
  /** A frame is on the canvas; and how its pieces came, where that is asked for. */
  | { readonly painted: Painted; readonly traced: Traced | null }
  | { readonly lost: Loss }
  | { readonly fault: SealingFault };

/** 8 open, 9 decode, 10 paint: sealed envelopes in, the picture on the canvas. Nothing that is not sealed gets any further. */
export class FrameIntake {
  private readonly opener: FrameOpener;
  private readonly painter: Painter;
  private readonly queue: DecodeQueue;
  private closed = false;

  constructor(
    context: ExchangeContext,
    surface: Surface,
    ticker: Ticker,
    photos: PhotoDecoder,
    private readonly answer: (answer: IntakeAnswer) => void,
  ) {
    this.opener = new FrameOpener(context);
    this.painter = new Painter(surface, ticker, painted => answer({ painted, traced: this.queue.decoder.trace?.take() ?? null }));
    this.queue = new DecodeQueue(photos, {
      onBegin: () => this.painter.hold(),
      onShown: (frame, arrivedAt) => this.painter.show(frame, arrivedAt, this.queue.decoder.picture),
      onLost: lost => {
        if (lost === 'badSection') {
          this.painter.spoil();
        }

        answer({ lost });
      },
    });
  }

  /** Whether it is told how each piece of the picture came. */
  trace(on: boolean): void {
    this.queue.decoder.trace = on ? new Trace() : null;
  }

  add(key: ContentKey): void {
    this.opener.add(key);
  }

  /** Nothing that is under way is heard or seen any more. */
  close(): void {
    this.closed = true;
    this.painter.spoil();
  }

  async open({ buffer, offset, length, arrivedAt }: SealedPart): Promise<void> {
    const envelope = new Uint8Array(buffer, offset, length);
    const opened = await this.opener.open(envelope);
    if (this.closed) {
      return;
    }

    if ('body' in opened) {
      this.queue.take(opened.body, readHead(envelope)?.keyFrame ?? false, arrivedAt);
    } else if (opened.fault === 'noKey') {
      this.queue.missed();
    } else {
      this.answer(opened);
    }
  }
}
