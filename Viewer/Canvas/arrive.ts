import { FRAMES, HEAD_SIZE, readHead, type EnvelopeHead } from './wire/envelope';
import { readPart, type FramePart } from './wire/part';

/** Why an envelope led to no picture. */
export type Loss =
  | 'badEnvelope'        // its head cannot be read, or it is on another channel
  | 'oldNumber'          // its number is not above the one before it
  | 'gap'                // a number is missing before it, and it starts no key frame
  | 'otherEpoch'         // it belongs to another key frame's epoch
  | 'badPart'            // its body cannot be read
  | 'partOutOfOrder'     // it does not continue the frame that is being put together
  | 'unknownBase'        // it changes a frame that is not here
  | 'awaitingKeyFrame'   // something before it was lost
  | 'badTile'            // a tile's codec is unknown or its bytes are broken
  | 'incompleteKeyFrame' // a key frame without some tile
  | 'decoderFailed';     // the worker stopped

export type Arrival =
  | { readonly part: FramePart; readonly startsKeyFrame: boolean }
  | { readonly lost: Loss };

// Two rows of numbers are ever met: those for every viewer (0) and those for this one.
const MAX_SENDERS = 2;

/**
 * 8 open: puts envelopes of the frame channel in order. After any loss nothing passes before the next key frame:
 * a delta on the wrong picture would be worse than none.
 */
export class Arrivals {
  private readonly numbers = new Map<number, number>();
  private epoch = -1;
  private inStep = false;
  private whole: FramePart | null = null;
  private open: FramePart | null = null;

  /** Takes the next envelope; a loss means that a key frame is needed, but for `oldNumber`, which changes nothing. */
  take(envelope: Uint8Array): Arrival {
    const head = readHead(envelope);
    if (head?.channel !== FRAMES) {
      return this.lose('badEnvelope');
    }

    const before = this.numbers.get(head.viewer);
    if (before !== undefined && head.number <= before) {
      return { lost: 'oldNumber' };
    }

    if (before === undefined && this.numbers.size === MAX_SENDERS) {
      return this.lose('badEnvelope');
    }

    this.numbers.set(head.viewer, head.number);
    const gap = before !== undefined && head.number !== before + 1;
    const problem = head.keyFrame ? this.checkEpoch(head) : this.checkStep(head, gap);
    if (problem) {
      return this.lose(problem);
    }

    const part = readPart(envelope.subarray(HEAD_SIZE));
    if (!part) {
      return this.lose('badPart');
    }

    return head.keyFrame ? this.begin(head, part) : this.follow(part);
  }

  /** Something behind this failed: nothing passes before the next key frame. */
  lose(lost: Loss): Arrival & { readonly lost: Loss } {
    this.inStep = false;
    this.open = null;
    return { lost };
  }

  private checkEpoch(head: EnvelopeHead): Loss | null {
    return head.epoch > this.epoch ? null : 'otherEpoch';
  }

  private checkStep(head: EnvelopeHead, gap: boolean): Loss | null {
    if (!this.inStep) {
      return 'awaitingKeyFrame';
    }

    return gap ? 'gap' : head.epoch !== this.epoch ? 'otherEpoch' : null;
  }

  private begin(head: EnvelopeHead, part: FramePart): Arrival {
    if (part.base !== 0 || part.part !== 0) {
      return this.lose('badPart');
    }

    this.epoch = head.epoch;
    this.inStep = true;
    this.whole = null;
    return this.accept(part, true);
  }

  private follow(part: FramePart): Arrival {
    if (part.part > 0) {
      const open = this.open;
      return open && part.part === open.part + 1 && part.frame === open.frame && part.base === open.base && isSameSize(part, open)
        ? this.accept(part, false)
        : this.lose('partOutOfOrder');
    }

    if (this.open) {
      return this.lose('partOutOfOrder');
    }

    const fits = this.whole && part.base === this.whole.frame && part.frame > part.base && isSameSize(part, this.whole);
    return fits ? this.accept(part, false) : this.lose('unknownBase');
  }

  private accept(part: FramePart, startsKeyFrame: boolean): Arrival {
    this.open = part.last ? null : part;
    if (part.last) {
      this.whole = part;
    }

    return { part, startsKeyFrame };
  }
}

function isSameSize(a: FramePart, b: FramePart): boolean {
  return a.width === b.width && a.height === b.height;
}
