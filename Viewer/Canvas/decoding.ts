import type { Loss } from './arrive';
import type { DecodedFrame } from './decode';
import type { WorkerAnswer, WorkerMessage } from './frameIntake';
import type { SealingFault } from './sealing/cipher';
import type { ContentKey } from './sealing/frames';
import type { ExchangeContext } from './sealing/keys';

/** As much of a Worker as is used. */
export interface DecodeWorker {
  onmessage: ((message: MessageEvent<WorkerAnswer>) => void) | null;
  onerror: ((problem: ErrorEvent) => void) | null;
  postMessage(message: WorkerMessage, transfer: Transferable[]): void;
  terminate(): void;
}

export interface DecodingHost {
  onFrame(frame: DecodedFrame): void;
  onLost(why: Loss): void;
  /** Something on the way is not as the Agent sent it: the session must end. */
  onFault(fault: SealingFault): void;
  /** The worker stopped, and with it the knowledge of what was opened already: only new keys help. */
  onFailed(): void;
}

/** The page's side of the worker that opens and decodes: envelopes in, whole frames and named, counted losses out. */
export class Decoding {
  /** How often each loss has happened. */
  readonly losses = new Map<Loss, number>();

  private worker: DecodeWorker | null = null;

  constructor(private readonly makeWorker: () => DecodeWorker, private readonly host: DecodingHost) {}

  /** A fresh worker that knows no key and no frame; what the one before it had under way is forgotten. */
  restart(context: ExchangeContext): void {
    this.stop();
    const worker = this.makeWorker();
    worker.onmessage = ({ data }) => this.take(data);
    worker.onerror = problem => {
      problem.preventDefault();
      this.stop();
      this.count('decoderFailed');
      this.host.onFailed();
    };
    worker.postMessage({ context }, []);
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

  /** A content key; the envelopes under it come after it. */
  add(key: ContentKey): void {
    this.worker?.postMessage({ key }, []);
  }

  /** Hands an envelope's bytes over to the worker; they must not be used afterwards. */
  decode(envelope: Uint8Array<ArrayBuffer>): void {
    // A hub message has a buffer of its own, so it moves without a copy.
    const message = { buffer: envelope.buffer, offset: envelope.byteOffset, length: envelope.byteLength };
    this.worker?.postMessage(message, [message.buffer]);
  }

  private take(answer: WorkerAnswer): void {
    if ('shown' in answer) {
      this.host.onFrame(answer.shown);
    } else if ('fault' in answer) {
      this.host.onFault(answer.fault);
    } else {
      this.count(answer.lost);
      this.host.onLost(answer.lost);
    }
  }

  private count(why: Loss): void {
    this.losses.set(why, (this.losses.get(why) ?? 0) + 1);
  }
}
