import { sha256 } from '@noble/hashes/sha2.js';
import type { Bytes } from '../sealing/bytes';
import type { Keeper } from './keeper';

export interface IncomingHost {
  /** Everything before this is written. */
  received(upTo: number): void;
  /** All of it is there; its SHA-256. Said once. */
  finish(hash: Uint8Array): void;
  /** It cannot be written, or more came than was announced. Said once. */
  broken(): void;
}

/** Bytes that come from the customer: written one after the other, and told of once they are. */
export class Incoming {
  private readonly hash = sha256.create();
  private turn: Promise<void> = Promise.resolve();
  private taken = 0;
  private written = 0;
  private paused = false;
  private over = false;

  constructor(private readonly size: number, private readonly keeper: Keeper, private readonly host: IncomingHost) {}

  get carried(): number {
    return this.written;
  }

  /** Says how much there is: the other end goes on from there. */
  begin(): void {
    this.queue(async () => {
      this.tell();
      this.finishIfAll();
    });
  }

  /** Nothing more is asked for: the other end sends what it may before it is told of more, and waits. What comes is kept. */
  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.begin();
  }

  /** A chunk; one that does not follow the one before is passed over. */
  take(offset: number, data: Bytes): void {
    if (this.over || offset !== this.taken) {
      return;
    }

    if (data.length > this.size - this.taken) {
      this.fail();
      return;
    }

    this.taken += data.length;
    this.queue(async () => {
      this.hash.update(data);
      await this.keeper.write(data);
      this.written += data.length;
      this.tell();
      this.finishIfAll();
    });
  }

  stop(): void {
    this.over = true;
    void this.turn.then(() => this.keeper.drop());
  }

  private queue(work: () => Promise<void>): void {
    this.turn = this.turn.then(async () => {
      if (!this.over) {
        await work();
      }
    }).catch(() => this.fail());
  }

  private tell(): void {
    if (!this.paused) {
      this.host.received(this.written);
    }
  }

  private finishIfAll(): void {
    if (this.written === this.size) {
      this.over = true;
      this.host.finish(this.hash.digest());
    }
  }

  private fail(): void {
    if (!this.over) {
      this.over = true;
      this.host.broken();
    }
  }
}
