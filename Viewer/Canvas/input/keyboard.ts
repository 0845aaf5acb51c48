import { fitting } from '../wire/writer';
import { MOST_TEXT_BYTES, type InputEvent } from '../wire/commands/input';
import { isModifier, USAGES } from './usages';

// The keys that let go of control, pressed together and nothing else.
const LETS_GO: readonly RegExp[] = [/^Control/, /^Alt/, /^Shift/];

/** As much of a keyboard event as is used. */
export type KeyPress = Pick<KeyboardEvent, 'code' | 'key' | 'repeat' | 'isComposing' | 'getModifierState'>;

export interface KeyboardHost {
  send(events: readonly InputEvent[]): void;
  /** Ctrl, Alt and Shift were pressed together and let go of. */
  onLeave(): void;
}

/**
 * What is typed, for the customer's computer. Keys that write nothing go by their place; those that write a character go by
 * it and by their place, and the Agent finds the customer's key for it. What is written with AltGr, by an input method or
 * behind a dead key goes as text.
 */
export class Keyboard {
  private readonly held = new Map<string, number>();
  private behindDeadKey = false;
  private mayLeave = false;

  constructor(private readonly host: KeyboardHost) {}

  /** A key goes down. True where it is taken: what it does in this page must not happen. */
  down(event: KeyPress): boolean {
    const { code, key } = event;
    this.mayLeave = LETS_GO.some(one => one.test(code)) && (this.mayLeave || this.held.size === 0);
    if (event.isComposing || key === 'Process') {
      return false;
    }

    if (key === 'Dead') {
      this.behindDeadKey = true;
      return false;
    }

    if (event.getModifierState('AltGraph') || key === 'AltGraph') {
      return this.downWithAltGraph(event);
    }

    const usage = usageOf(event);
    if ([...key].length === 1) {
      return this.downWithCharacter(event, usage);
    }

    if (usage !== undefined && !event.repeat && !this.held.has(code)) {
      this.held.set(code, usage);
      this.host.send([{ kind: 'key', usage, down: true }]);
    }

    return usage !== undefined;
  }

  /** A key goes up. True where it was down. */
  up(event: Pick<KeyPress, 'code'>): boolean {
    const usage = this.held.get(event.code);
    const leaves = this.mayLeave && LETS_GO.every(one => [...this.held.keys()].some(code => one.test(code)));
    this.mayLeave &&= usage !== undefined && isModifier(usage);
    if (usage === undefined) {
      return false;
    }

    this.letGo(event.code);

    // Some systems say nothing of other keys' going up while Meta is down.
    if (event.code.startsWith('Meta')) {
      [...this.held].filter(([, held]) => !isModifier(held)).forEach(([code]) => this.letGo(code));
    }

    if (leaves) {
      this.host.onLeave();
    }

    return true;
  }

  /** Text that was composed. */
  write(text: string): void {
    this.behindDeadKey = false;
    for (let left = text; left.length > 0;) {
      const piece = fitting(left, MOST_TEXT_BYTES);
      this.host.send([{ kind: 'text', text: piece }]);
      left = left.slice(piece.length);
    }
  }

  /** Nothing is held any more. */
  forget(): void {
    this.held.clear();
    this.behindDeadKey = false;
    this.mayLeave = false;
  }

  // It is said again while it repeats: where the Agent holds a key for it, that one repeats there, and elsewhere it writes.
  private downWithCharacter({ code, key }: KeyPress, usage: number | undefined): boolean {
    if (this.behindDeadKey) {
      this.behindDeadKey = false;
      return false;
    }

    if (usage === undefined) {
      this.write(key);
    } else {
      this.held.set(code, usage);
      this.host.send([{ kind: 'stroke', usage, character: key }]);
    }

    return true;
  }

  // What is written with it goes as text. Windows says of it that Ctrl went down just before.
  private downWithAltGraph({ code, key }: KeyPress): boolean {
    if (key === 'AltGraph') {
      this.letGo('ControlLeft');
      return false;
    }

    if ([...key].length === 1) {
      this.write(key);
      return true;
    }

    const usage = USAGES.get(code);
    if (usage !== undefined && !this.held.has(code)) {
      this.held.set(code, usage);
      this.host.send([{ kind: 'key', usage, down: true }]);
    }

    return usage !== undefined;
  }

  private letGo(code: string): void {
    const usage = this.held.get(code);
    if (usage !== undefined) {
      this.held.delete(code);
      this.host.send([{ kind: 'key', usage, down: false }]);
    }
  }
}

// Without Num Lock the number pad moves, whatever the lock of the customer's computer says.
function usageOf({ code, key }: KeyPress): number | undefined {
  return /^Numpad(\d|Decimal)$/.test(code) && key.length > 1 ? USAGES.get(key) ?? USAGES.get(code) : USAGES.get(code);
}
