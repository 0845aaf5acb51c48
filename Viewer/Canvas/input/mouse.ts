import { MOST_WHEEL, type ButtonNumber, type InputEvent } from '../wire/commands/input';
import type { MarkPoint } from '../wire/commands/mark';

// Bits of `MouseEvent.buttons`, and the number of the button as X11 counts them.
const BUTTONS: readonly (readonly [bit: number, button: ButtonNumber])[] = [[1, 1], [4, 2], [2, 3], [8, 8], [16, 9]];

// 1/120 notches for one unit of `WheelEvent.deltaMode`: 100 pixels, 3 lines, or a third of a page make one notch.
const NOTCHES: readonly number[] = [120 / 100, 120 / 3, 360];

/** As much of a wheel event as is used. */
export type WheelTurn = Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode'>;

/** Pointer, buttons and wheel over the picture, as the Agent is told. */
export class Mouse {
  private at: MarkPoint | null = null;
  private buttons = 0;
  private across = 0;
  private down = 0;

  /** Whether any button is down. */
  get isHeld(): boolean {
    return this.buttons !== 0;
  }

  /**
   * The pointer is here with these buttons. `isInside`: a button is only pressed on the picture, but let go of anywhere.
   * `isPress`: one went down just now; else those that are down may have been pressed elsewhere, or been let go of already.
   */
  take(at: MarkPoint, isInside: boolean, buttons: number, isPress: boolean): InputEvent[] {
    const events: InputEvent[] = [];
    if ((isInside || this.isHeld) && (at.x !== this.at?.x || at.y !== this.at.y)) {
      this.at = at;
      events.push({ kind: 'move', ...at });
    }

    const up = BUTTONS.filter(([bit]) => (this.buttons & bit) !== 0 && (buttons & bit) === 0);
    const mayPress = isInside && (isPress || this.isHeld);
    const down = BUTTONS.filter(([bit]) => mayPress && (this.buttons & bit) === 0 && (buttons & bit) !== 0);
    up.forEach(([bit, button]) => {
      this.buttons &= ~bit;
      events.push({ kind: 'button', button, down: false });
    });
    down.forEach(([bit, button]) => {
      this.buttons |= bit;
      events.push({ kind: 'button', button, down: true });
    });
    return events;
  }

  /** What is less than 1/120 of a notch is kept for the next turn. */
  turn({ deltaX, deltaY, deltaMode }: WheelTurn): InputEvent[] {
    const unit = NOTCHES[deltaMode] ?? 0;
    this.across += deltaX * unit;
    this.down += deltaY * unit;
    const turned = { across: whole(this.across), down: whole(this.down) };
    this.across -= turned.across;
    this.down -= turned.down;
    return turned.across === 0 && turned.down === 0 ? [] : [{ kind: 'wheel', across: within(turned.across), down: within(turned.down) }];
  }

  /** Nothing is held any more, and wherever the pointer goes next is new. */
  forget(): void {
    this.at = null;
    this.buttons = 0;
    this.across = 0;
    this.down = 0;
  }
}

// Not −0, which is another number to some.
function whole(value: number): number {
  return Math.trunc(value) + 0;
}

function within(notches: number): number {
  return Math.max(-MOST_WHEEL, Math.min(MOST_WHEEL, notches));
}
