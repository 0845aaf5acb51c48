import { readPart, type FramePart } from './wire/part';

/** Why an envelope led to no picture. */
export type Loss =
  | 'noKey'              // its content key is not here yet
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

/**
 * Puts parts together to frames. Numbers and epochs have been judged when the envelope was opened; after any loss
 * nothing passes before the next key frame: a delta on the wrong picture would be worse than none.
 */
export class Arrivals {
  private inStep = false;
  private whole: FramePart | null = null;
  private open: FramePart | null = null;

  /** Takes the next body, and whether its envelope is marked as the first of a key frame. Any loss asks for a key frame. */
  take(body: Uint8Array, startsKeyFrame: boolean): Arrival {
    if (!startsKeyFrame && !this.inStep) {
      return this.lose('awaitingKeyFrame');
    }

    const part = readPart(body);
    if (!part) {
      return this.lose('badPart');
    }

    return startsKeyFrame ? this.begin(part) : this.follow(part);
  }

  /** Something around this failed: nothing passes before the next key frame. */
  lose(lost: Loss): Arrival & { readonly lost: Loss } {
    this.inStep = false;
    this.open = null;
    return { lost };
  }

  private begin(part: FramePart): Arrival {
    if (part.base !== 0 || part.part !== 0) {
      return this.lose('badPart');
    }

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
