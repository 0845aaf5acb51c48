import { Decoder, type Decoded } from './decode';
import type { SealingFault } from './sealing/cipher';
import { FrameOpener, type ContentKey } from './sealing/frames';
import type { ExchangeContext } from './sealing/keys';
import { readHead } from './wire/envelope';

/** What goes into the worker, in this order: whose session it is, then keys and the envelopes that they open. */
export type WorkerMessage =
  | { readonly context: ExchangeContext }
  | { readonly key: ContentKey }
  /** One envelope; its buffer is handed over, not copied. */
  | { readonly buffer: ArrayBuffer; readonly offset: number; readonly length: number };

/** What comes out: a whole frame, a loss, or a fault that ends the session. */
export type WorkerAnswer = NonNullable<Decoded> | { readonly fault: SealingFault };

/** 8 open, then 9 decode: sealed envelopes in, changed pixels out. Nothing that is not sealed gets any further. */
export class FrameIntake {
  private readonly decoder = new Decoder();
  private opener: FrameOpener | null = null;

  constructor(private readonly answer: (answer: WorkerAnswer) => void) {}

  take(message: WorkerMessage): void {
    if ('context' in message) {
      this.opener = new FrameOpener(message.context);
    } else if ('key' in message) {
      this.opener?.add(message.key);
    } else {
      void this.open(new Uint8Array(message.buffer, message.offset, message.length));
    }
  }

  private async open(envelope: Uint8Array<ArrayBuffer>): Promise<void> {
    const opened = await this.opener?.open(envelope);
    const decoded = opened && ('body' in opened
      ? this.decoder.take(opened.body, readHead(envelope)?.keyFrame ?? false)
      : opened.fault === 'noKey' ? this.decoder.missed() : opened);
    if (decoded) {
      this.answer(decoded);
    }
  }
}
