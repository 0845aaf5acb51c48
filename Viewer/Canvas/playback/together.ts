import type { DecodeQueue } from '../decodeQueue';
import { readPart, type FramePart } from '../wire/part';
import { withoutUnseen } from './unseen';

/** Opened bodies that are decoded together, since only the last picture of them is looked at. */
export class Together {
  private held: { readonly part: FramePart | null; readonly keyFrame: boolean; readonly at: number }[] = [];

  constructor(private readonly queue: DecodeQueue) {}

  /** The next body; it waits for `release`. */
  add(body: Uint8Array, keyFrame: boolean, at: number): void {
    this.held.push({ part: readPart(body), keyFrame, at });
  }

  /** Hands all that waits to the queue. */
  release(): void {
    const held = this.held.splice(0);
    const parts = held.map(({ part }) => part);
    const { width, height } = this.queue.decoder.picture;
    const seen = held.length > 1 ? withoutUnseen(parts, width, height) : parts;
    held.forEach(({ keyFrame, at }, i) => this.queue.takePart(seen[i]!, keyFrame, at));
  }

  /** What waits is not wanted any more. */
  forget(): void {
    this.held = [];
  }
}
