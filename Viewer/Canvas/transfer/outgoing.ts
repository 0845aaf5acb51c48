import { sha256 } from '@noble/hashes/sha2.js';
import type { Bytes } from '../sealing/bytes';
import { SendPace } from './pace';

// Read at once from the disk, and cut into chunks.
const BLOCK_BYTES = 1024 * 1024;

export interface OutgoingHost {
  now(): number;
  chunk(offset: number, data: Bytes): void;
  /** All of it is there; its SHA-256. Said once. Where nobody wants to hear of it, nothing is hashed. */
  finish?(hash: Uint8Array): void;
  /** It cannot be read any more. Said once. */
  broken(): void;
}

/** Bytes that go to the customer: read as they are needed, never more of them on their way than the pace allows. */
export class Outgoing {
  private readonly pace: SendPace;
  private readonly hash: ReturnType<typeof sha256.create> | null;
  private hashed = 0;
  private block: { readonly at: number; readonly bytes: Bytes } = { at: 0, bytes: new Uint8Array(0) };
  private open = false;
  private paused = false;
  private over = false;
  private reading = false;
  private sent = 0;
  private got = 0;

  constructor(private readonly source: Blob, private readonly host: OutgoingHost) {
    this.pace = new SendPace(() => host.now());
    this.hash = host.finish ? sha256.create() : null;
  }

  /** How many bytes the customer's computer has. */
  get carried(): number {
    return this.got;
  }

  /** It goes on from here. */
  begin(offset: number): void {
    this.open = true;
    this.sent = offset;
    this.got = offset;
    this.pace.startOver();
    this.goOn();
  }

  hold(): void {
    this.open = false;
  }

  /** Nothing more is sent for now; what is on its way arrives. */
  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.goOn();
  }

  /** Everything before this is written there. */
  received(upTo: number): void {
    if (this.open && upTo >= this.got && upTo <= this.sent) {
      this.got = upTo;
      this.pace.received(upTo);
      this.goOn();
    }
  }

  stop(): void {
    this.over = true;
  }

  private goOn(): void {
    if (!this.reading && !this.over) {
      this.reading = true;
      this.send().catch(() => {
        this.over = true;
        this.host.broken();
      });
    }
  }

  private async send(): Promise<void> {
    for (;;) {
      const { size } = this.source;
      const length = this.open && !this.paused && !this.over ? Math.min(this.pace.room(this.sent - this.got), size - this.sent) : 0;
      if (length === 0) {
        // Only behind what is written there: what is lost with a connection comes again, and the end must stay the end.
        if (this.open && !this.over && this.got === size && this.hashed === size) {
          this.over = true;
          if (this.hash) {
            this.host.finish?.(this.hash.digest());
          }
        }

        // At once: whoever calls next finds it free.
        this.reading = false;
        return;
      }

      const at = this.sent;
      const data = await this.read(at, length);
      if (!this.open || this.over || at !== this.sent) {
        continue;
      }

      if (at <= this.hashed && at + data.length > this.hashed) {
        this.hash?.update(data.subarray(this.hashed - at));
        this.hashed = at + data.length;
      }

      this.host.chunk(at, data);
      this.sent += data.length;
      this.pace.sent(this.sent);
    }
  }

  private async read(at: number, length: number): Promise<Bytes> {
    const { block } = this;
    if (at < block.at || at + length > block.at + block.bytes.length) {
      this.block = { at, bytes: new Uint8Array(await this.source.slice(at, at + BLOCK_BYTES).arrayBuffer()) };
    }

    return this.block.bytes.slice(at - this.block.at, at - this.block.at + length);
  }
}
