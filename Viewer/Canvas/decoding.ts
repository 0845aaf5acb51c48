import type { Loss } from './arrive';
import type { WorkerAnswer, WorkerMessage } from './decodeWorker';
import type { IntakeAnswer } from './frameIntake';
import type { Painted } from './paint';
import type { SealingFault } from './sealing/cipher';
import type { ContentKey } from './sealing/frames';
import type { ExchangeContext } from './sealing/keys';
import type { Traced } from './trace';

/** As much of a Worker as is used. */
export interface DecodeWorker {
  onmessage: ((message: MessageEvent<WorkerAnswer>) => void) | null;
  onerror: ((problem: ErrorEvent) => void) | null;
  postMessage(message: WorkerMessage, transfer: Transferable[]): void;
  terminate(): void;
}

export interface DecodingHost {
  /** The canvas that a new worker paints on; each is given away once. */
  newCanvas(): OffscreenCanvas;
  onPainted(painted: Painted, traced: Traced | null): void;
  onLost(why: Loss): void;
  /** Something on the way is not as the Agent sent it: the session must end. */
  onFault(fault: SealingFault): void;
  /** The worker stopped, and with it the knowledge of what was opened already: only new keys help. */
  onFailed(): void;
}

/** The page's side of the worker that opens, decodes and paints: envelopes in, painted frames and named, counted losses out. */
export class Decoding {
  /** How often each loss has happened. */
  readonly losses = new Map<Loss, number>();

  private worker: DecodeWorker | null = null;
  private watch = 0;
  private traces = false;

  constructor(private readonly makeWorker: () => DecodeWorker, private readonly host: DecodingHost) {}

  /** Knows no key and no frame; what was under way is forgotten. */
  restart(context: ExchangeContext): void {
    this.worker ??= this.start();
    this.watch++;
    this.worker.postMessage({ context, watch: this.watch }, []);
  }

  /** Whether it is told how each piece of the picture came. */
  trace(on: boolean): void {
    this.traces = on;
    this.worker?.postMessage({ trace: on }, []);
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

  /** Hands an envelope's bytes over to the worker; they must not be used afterwards. `arrivedAt` comes back with the frame. */
  decode(envelope: Uint8Array<ArrayBuffer>, arrivedAt: number): void {
    // A hub message has a buffer of its own, so it moves without a copy.
    const message = { buffer: envelope.buffer, offset: envelope.byteOffset, length: envelope.byteLength, arrivedAt };
    this.worker?.postMessage(message, [message.buffer]);
  }

  private start(): DecodeWorker {
    const worker = this.makeWorker();
    worker.onmessage = ({ data }) => data.watch === this.watch && this.take(data.answer);
    worker.onerror = problem => {
      problem.preventDefault();
      this.stop();
      this.count('decoderFailed');
      this.host.onFailed();
    };
    const canvas = this.host.newCanvas();
    worker.postMessage({ canvas }, [canvas]);
    if (this.traces) {
      worker.postMessage({ trace: true }, []);
    }

    return worker;
  }

  private take(answer: IntakeAnswer): void {
    if ('painted' in answer) {
      this.host.onPainted(answer.painted, answer.traced);
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
