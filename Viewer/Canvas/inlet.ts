import { CONTROL, readHead } from './wire/envelope';

// Far more than an Agent sends before something is acknowledged.
const MOST_WAITING_BYTES = 64 * 1024 * 1024;

export interface InletHost {
  /** Opens one; the next ones wait for it. */
  control(envelope: Uint8Array<ArrayBuffer>): Promise<void>;
  frame(envelope: Uint8Array<ArrayBuffer>, arrivedAt: number): void;
  /** More has come than may wait. */
  flooded(): void;
}

/**
 * One Watch's envelopes, handed on in the order in which they came: a picture must not overtake the content key that
 * was sent before it, though opening that takes a moment.
 */
export class Inlet {
  private turn: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private waitingBytes = 0;
  private closed = false;
  private stale = false;

  constructor(private readonly host: InletHost) {}

  /** `arrivedAt`: when it came, by the page's clock. */
  take(envelope: Uint8Array<ArrayBuffer>, arrivedAt: number): void {
    const control = readHead(envelope)?.channel === CONTROL;
    if (!control && this.waiting === 0) {
      if (!this.stale) {
        this.host.frame(envelope, arrivedAt);
      }

      return;
    }

    const size = envelope.length;
    this.waitingBytes += size;
    if (this.waitingBytes > MOST_WAITING_BYTES) {
      this.close();
      this.host.flooded();
      return;
    }

    this.queue(async () => {
      this.waitingBytes -= size;
      if (!this.stale) {
        await (control ? this.host.control(envelope) : this.host.frame(envelope, arrivedAt));
      }
    });
  }

  /**
   * Whatever comes from now on waits for this. Where it ends without keys, what waited is let fall: it is of a connection
   * whose keys this page has no more, or never had, and that it does not open would prove nothing.
   */
  waitFor(keys: Promise<boolean>): void {
    this.queue(async () => {
      this.stale = !await keys;
    });
  }

  /** There are keys for what comes from now on. */
  goOn(): void {
    this.stale = false;
  }

  /** Nothing that still waits is handed on. */
  close(): void {
    this.closed = true;
  }

  private queue(work: () => Promise<void>): void {
    this.waiting++;
    this.turn = this.turn.then(async () => {
      if (!this.closed) {
        await work();
      }

      this.waiting--;
    });
  }
}
