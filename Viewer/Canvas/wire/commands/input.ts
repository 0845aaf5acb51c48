import type { Reader } from '../reader';
import { MAX_SIDE } from '../rect';
import type { Writer } from '../writer';

/** The most events of one command. */
export const MOST_EVENTS = 256;

/** A hundred notches of the wheel, in 1/120. */
export const MOST_WHEEL = 12_000;

/** The longest text of one event, in bytes of UTF-8. */
export const MOST_TEXT_BYTES = 1024;

const FIRST_USAGE = 4;
const LAST_USAGE = 231;
const LAST_CHARACTER = 0x10ffff;

/** As X11 counts them: left, middle, right, back, forward. */
export type ButtonNumber = 1 | 2 | 3 | 8 | 9;

/** One thing that is done with pointer or keyboard. */
export type InputEvent =
  /** The pointer goes to this pixel of the picture. `u8 1, varint x, varint y` */
  | { readonly kind: 'move'; readonly x: number; readonly y: number }
  /** `u8 2, u8 button, u8 1 down or 0` */
  | { readonly kind: 'button'; readonly button: ButtonNumber; readonly down: boolean }
  /** In 1/120 of a notch. `u8 3, zigzag across, zigzag down` */
  | { readonly kind: 'wheel'; readonly across: number; readonly down: number }
  /** A place on the keyboard, page 7 of the HID Usage Tables, 4 to 231. `u8 4, varint usage, u8 1 down or 0` */
  | { readonly kind: 'key'; readonly usage: number; readonly down: boolean }
  /** Whatever the layouts. `u8 5, varint bytes, UTF-8` */
  | { readonly kind: 'text'; readonly text: string }
  /** Every key and button goes up. `u8 6` */
  | { readonly kind: 'release' }
  /** A key goes down that writes this character here; it goes up as `key`. `u8 7, varint usage, varint character` */
  | { readonly kind: 'stroke'; readonly usage: number; readonly character: string };

/** Pointer and keyboard, in the order in which it happened. `u8 5, events to the end` */
export interface Input {
  readonly kind: 'input';
  readonly events: readonly InputEvent[];
}

export function writeInput(to: Writer, { events }: Input): void {
  events.forEach(event => writeEvent(to, event));
}

export function readInput(from: Reader): Input | null {
  const events: InputEvent[] = [];
  while (from.left > 0) {
    const event = readEvent(from);
    if (from.broken || !event || events.length === MOST_EVENTS) {
      return null;
    }

    events.push(event);
  }

  return events.length > 0 ? { kind: 'input', events } : null;
}

function writeEvent(to: Writer, event: InputEvent): void {
  switch (event.kind) {
    case 'move':
      to.byte(1).varint(event.x).varint(event.y);
      break;
    case 'button':
      to.byte(2).byte(event.button).flag(event.down);
      break;
    case 'wheel':
      to.byte(3).zigzag(event.across).zigzag(event.down);
      break;
    case 'key':
      to.byte(4).varint(event.usage).flag(event.down);
      break;
    case 'text':
      to.byte(5).text(event.text);
      break;
    case 'release':
      to.byte(6);
      break;
    case 'stroke':
      to.byte(7).varint(event.usage).varint(event.character.codePointAt(0)!);
      break;
  }
}

function readEvent(from: Reader): InputEvent | null {
  switch (from.byte()) {
    case 1:
      return { kind: 'move', x: from.varint(MAX_SIDE - 1), y: from.varint(MAX_SIDE - 1) };
    case 2: {
      const button = from.byte();
      const down = from.flag();
      return isButton(button) ? { kind: 'button', button, down } : null;
    }

    case 3: {
      const across = from.zigzag();
      const down = from.zigzag();
      return Math.max(Math.abs(across), Math.abs(down)) <= MOST_WHEEL ? { kind: 'wheel', across, down } : null;
    }

    case 4: {
      const usage = from.varint(LAST_USAGE);
      const down = from.flag();
      return usage >= FIRST_USAGE ? { kind: 'key', usage, down } : null;
    }

    case 5: {
      const text = from.text(MOST_TEXT_BYTES);
      return text.length > 0 ? { kind: 'text', text } : null;
    }

    case 6:
      return { kind: 'release' };
    case 7: {
      const usage = from.varint(LAST_USAGE);
      const code = from.varint(LAST_CHARACTER);
      return usage >= FIRST_USAGE && isCharacter(code) ? { kind: 'stroke', usage, character: String.fromCodePoint(code) } : null;
    }

    default:
      return null;
  }
}

// Neither half of a surrogate pair nor a control character.
function isCharacter(code: number): boolean {
  return code <= LAST_CHARACTER && (code < 0xd800 || code > 0xdfff) && code >= 0x20 && (code < 0x7f || code >= 0xa0);
}

function isButton(number: number): number is ButtonNumber {
  return [1, 2, 3, 8, 9].includes(number);
}
