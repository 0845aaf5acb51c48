import type { Loss } from './arrive';
import type { Decoded, DecodedFrame } from './decode';
import type { EnvelopeMessage } from './decodeWorker';

/** As much of a Worker as is used. */
export interface DecodeWorker {
  onmessage: ((message: MessageEvent<Decoded>) => void) | null;
  onerror: ((problem: ErrorEvent) => void) | null;
  postMessage(message: EnvelopeMessage, transfer: Transferable[]): void;
  terminate(): void;
}

/** The page's side of the worker that decodes: envelopes in, whole frames and named, counted losses out. */
export class Decoding {
  /** How often each loss has happened. */
  readonly losses = new Map<Loss, number>();

  private worker: DecodeWorker | null = null;

  constructor(
    private readonly makeWorker: () => DecodeWorker,
    private readonly onFrame: (frame: DecodedFrame) => void,
    private readonly onLost: (why: Loss) => void,
  ) {}

  /** A fresh worker that knows no frame; what the one before it had under way is forgotten. */
  restart(): void {
    this.stop();
    const worker = this.makeWorker();
    worker.onmessage = ({ data }) => this.take(data);
    worker.onerror = problem => {
      problem.preventDefault();
      this.stop();
      this.lose('decoderFailed');
    };
    this.worker = worker;
  }

  stop(): void {
    if (this.worker) {
      this.worker.onmessage = null;
      this.worker.onerror = null;
      this.worker.terminate();
      this.worker = null;
    }
  }

  /** Hands an envelope's bytes over to the worker; they must not be used afterwards. */
  decode(envelope: Uint8Array<ArrayBuffer>): void {
    if (!this.worker) {
      this.restart();
    }

    // A hub message has a buffer of its own, so it moves without a copy.
    const message = { buffer: envelope.buffer, offset: envelope.byteOffset, length: envelope.byteLength };
    this.worker?.postMessage(message, [message.buffer]);
  }

  private take(decoded: Decoded): void {
    if (decoded && 'shown' in decoded) {
      this.onFrame(decoded.shown);
    } else if (decoded) {
      this.lose(decoded.lost);
    }
  }

  private lose(why: Loss): void {
    this.losses.set(why, (this.losses.get(why) ?? 0) + 1);
    this.onLost(why);
  }
}
