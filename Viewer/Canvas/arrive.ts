import type { FramePart } from './wire/part';

/** Why an envelope led to no picture. */
export type Loss =
  | 'noKey'              // its content key is not here yet
  | 'badPart'            // its body cannot be read
  | 'partOutOfOrder'     // it does not continue the frame that is being put together
  | 'unknownBase'        // it changes a frame that is not here
  | 'awaitingKeyFrame'   // something before it was lost
  | 'badSection'         // a section names what is not there, lies outside the picture, or is broken
  | 'decoderFailed';     // the worker stopped

/** Where a part stands among its frame's parts, and which frame that changes. */
export type PartPlace = Pick<FramePart, 'part' | 'last' | 'frame' | 'base'>;

/**
 * Puts parts together to frames. Numbers and epochs have been judged when the envelope was opened; after any loss
 * nothing passes before the next key frame: a delta on the wrong picture would be worse than none.
 */
export class Arrivals {
  private inStep = false;
  private before: PartPlace | null = null;

  /**
   * Takes the next part, null where its bytes could not be read, and whether its envelope is marked as the first of a
   * key frame. Says what is lost, or null where it continues what is here. Any loss asks for a key frame.
   */
  take(part: FramePart | null, startsKeyFrame: boolean): Loss | null {
    if (!startsKeyFrame && !this.inStep) {
      return 'awaitingKeyFrame';
    }

    if (!part || (part.size !== null) !== startsKeyFrame) {
      return this.lose('badPart');
    }

    const loss = startsKeyFrame ? null : this.breakBefore(part);
    if (loss) {
      return this.lose(loss);
    }

    this.inStep = true;
    this.before = part;
    return null;
  }

  /** The part that what comes next continues; null where that must begin a key frame. */
  get place(): PartPlace | null {
    return this.inStep ? this.before : null;
  }

  /** What comes next continues this part: all before it is here by another way. */
  goOnAfter(before: PartPlace): void {
    this.inStep = true;
    this.before = before;
  }

  /** Something around this failed: nothing passes before the next key frame. */
  lose(why: Loss): Loss {
    this.inStep = false;
    return why;
  }

  private breakBefore({ part, frame, base }: FramePart): Loss | null {
    const { before } = this;
    if (part > 0) {
      const goesOn = before && !before.last && part === before.part + 1 && frame === before.frame && base === before.base;
      return goesOn ? null : 'partOutOfOrder';
    }

    return !before?.last ? 'partOutOfOrder' : base === before.frame ? null : 'unknownBase';
  }
}
