import { describe, expect, test } from 'vitest';
import { InputQueue } from '../../Viewer/Canvas/input/inputQueue';
import { Keyboard, type KeyPress } from '../../Viewer/Canvas/input/keyboard';
import { Mouse } from '../../Viewer/Canvas/input/mouse';
import { USAGES } from '../../Viewer/Canvas/input/usages';
import { readCommand, writeCommand } from '../../Viewer/Canvas/wire/commands/command';
import { MOST_EVENTS, type InputEvent } from '../../Viewer/Canvas/wire/commands/input';
import { MAX_COMMAND_BYTES } from '../../Viewer/Canvas/wire/control';
import { Draw } from './edits';
import { shortly } from './some';

const move = (x: number, y = 0): InputEvent => ({ kind: 'move', x, y });
const button = (down: boolean): InputEvent => ({ kind: 'button', button: 1, down });

function someQueue() {
  const host = { unacknowledged: 0, overflows: 0 };
  const sent: (readonly InputEvent[])[] = [];
  const queue = new InputQueue({
    get unacknowledged() {
      return host.unacknowledged;
    },
    send: events => {
      const bytes = writeCommand({ kind: 'input', events });
      expect(bytes.length).toBeLessThanOrEqual(MAX_COMMAND_BYTES);
      expect(readCommand(bytes)).toEqual({ kind: 'input', events });
      sent.push(events);
      host.unacknowledged++;
    },
    onOverflow: () => void host.overflows++,
  });
  return { queue, host, sent };
}

describe('input that waits', () => {
  test('moves become one, but never across a button', () => {
    const { queue, sent } = someQueue();
    [move(1), move(2), button(true), move(3), move(4), button(false), move(5)].forEach(event => queue.add(event));
    queue.flush();
    expect(sent).toEqual([[move(2), button(true), move(4), button(false), move(5)]]);
  });

  test('turns of the wheel add up, never beyond what one may be', () => {
    const { queue, sent } = someQueue();
    for (let i = 0; i < 11; i++) {
      queue.add({ kind: 'wheel', across: 0, down: 1200 });
    }

    queue.flush();
    expect(sent).toEqual([[{ kind: 'wheel', across: 0, down: 12_000 }, { kind: 'wheel', across: 0, down: 1200 }]]);
  });

  test('above 64 commands that are not done nothing is sent, and moves become one', () => {
    const { queue, host, sent } = someQueue();
    for (let i = 0; i < 200; i++) {
      queue.add(move(i));
      queue.flush();
    }

    expect(sent).toHaveLength(64);
    queue.add(button(true));
    host.unacknowledged = 63;
    queue.flush();
    expect(sent.at(-1)).toEqual([move(199), button(true)]);
    expect(queue.isEmpty).toBe(true);
  });

  test('more than a command holds goes in several, and a text in one of its own', () => {
    const { queue, sent } = someQueue();
    for (let i = 0; i < 300; i++) {
      queue.add(button(i % 2 === 0));
    }

    queue.add({ kind: 'text', text: '中'.repeat(341) });
    queue.add({ kind: 'text', text: '中'.repeat(341) });
    queue.flush();
    expect(sent.map(events => events.length)).toEqual([MOST_EVENTS, 44, 1, 1]);
  });

  test('what waits too long is dropped by name, all of it', () => {
    const { queue, host, sent } = someQueue();
    host.unacknowledged = 64;
    for (let i = 0; i < 600; i++) {
      queue.add(button(i % 2 === 0));
    }

    expect(host.overflows).toBe(1);
    host.unacknowledged = 0;
    queue.flush();
    expect(sent.flat()).toHaveLength(600 - 513);
  });
});

describe('input that is held back', () => {
  const key = (usage: number, down: boolean): InputEvent => ({ kind: 'key', usage, down });

  test('goes behind what was there before, in its order, and no move becomes one across', () => {
    const { queue, host, sent } = someQueue();
    host.unacknowledged = 64;
    queue.add(move(1));
    queue.hold();
    [move(2), key(40, true), key(40, false)].forEach(event => queue.add(event));
    host.unacknowledged = 0;
    queue.flush();
    queue.flush();
    expect(sent).toEqual([[move(1)]]);
    queue.goOn();
    expect(sent).toEqual([[move(1)], [move(2), key(40, true), key(40, false)]]);
  });

  test('and never happens presses nothing, but lets everything up', () => {
    const { queue, sent } = someQueue();
    queue.hold();
    [key(40, true), key(40, false), key(224, true), button(true), button(false), { kind: 'text', text: 'x' } as const, move(7)]
      .forEach(event => queue.add(event));
    queue.skip();
    queue.add(key(41, true));
    queue.flush();
    expect(sent).toEqual([[key(40, false), key(224, true), button(false), move(7)], [key(41, true)]]);
  });

  test('is gone once it is cleared, and what follows is held no more', () => {
    const { queue, sent } = someQueue();
    queue.hold();
    queue.add(key(40, true));
    queue.clear();
    queue.add(key(41, true));
    queue.flush();
    expect(sent).toEqual([[key(41, true)]]);
  });
});

describe('the mouse', () => {
  test('buttons are numbered as X11 does, each at its place', () => {
    const mouse = new Mouse();
    expect(mouse.take({ x: 5, y: 6 }, true, 1, true)).toEqual([{ kind: 'move', x: 5, y: 6 }, button(true)]);
    expect(mouse.take({ x: 5, y: 6 }, true, 1 + 2 + 4, false)).toEqual([
      { kind: 'button', button: 2, down: true }, { kind: 'button', button: 3, down: true }]);
    expect(mouse.take({ x: 5, y: 6 }, true, 8 + 16, false)).toEqual([
      button(false), { kind: 'button', button: 2, down: false }, { kind: 'button', button: 3, down: false },
      { kind: 'button', button: 8, down: true }, { kind: 'button', button: 9, down: true }]);
  });

  test('beside the picture nothing is pressed, but a drag goes on and ends there', () => {
    const mouse = new Mouse();
    expect(mouse.take({ x: 0, y: 0 }, false, 1, true)).toEqual([]);
    mouse.take({ x: 3, y: 3 }, true, 0, false);
    mouse.take({ x: 3, y: 3 }, true, 1, true);
    expect(mouse.take({ x: 0, y: 3 }, false, 1, false)).toEqual([move(0, 3)]);
    expect(mouse.take({ x: 0, y: 3 }, false, 0, false)).toEqual([button(false)]);
  });

  test('a button that was pressed elsewhere, or has been let go of here already, is not pressed by a move', () => {
    const mouse = new Mouse();
    expect(mouse.take({ x: 1, y: 1 }, true, 1, false)).toEqual([move(1, 1)]);
    mouse.take({ x: 1, y: 1 }, true, 0, false);
    expect(mouse.take({ x: 1, y: 1 }, true, 1, true)).toEqual([button(true)]);
    mouse.forget();
    expect(mouse.take({ x: 2, y: 1 }, true, 1, false)).toEqual([move(2, 1)]);
    expect(mouse.take({ x: 2, y: 1 }, true, 0, false)).toEqual([]);
    expect(mouse.take({ x: 2, y: 1 }, true, 1, true)).toEqual([button(true)]);
  });

  test('a wheel turns by pixels, lines or pages, and loses nothing of it', () => {
    const mouse = new Mouse();
    const wheel = (across: number, down: number): InputEvent[] => [{ kind: 'wheel', across, down }];
    expect(mouse.turn({ deltaX: 0, deltaY: 100, deltaMode: 0 })).toEqual(wheel(0, 120));
    expect(mouse.turn({ deltaX: 0, deltaY: -3, deltaMode: 1 })).toEqual(wheel(0, -120));
    expect(mouse.turn({ deltaX: 1, deltaY: 0, deltaMode: 2 })).toEqual(wheel(360, 0));
    expect(mouse.turn({ deltaX: 0, deltaY: 0.5, deltaMode: 0 })).toEqual([]);
    expect(mouse.turn({ deltaX: 0, deltaY: 0.5, deltaMode: 0 })).toEqual(wheel(0, 1));
    expect(mouse.turn({ deltaX: 0, deltaY: 1e9, deltaMode: 0 })).toEqual(wheel(0, 12_000));
  });
});

function someKeyboard() {
  const sent: string[] = [];
  const told = { leaves: 0 };
  const keyboard = new Keyboard({
    send: events => events.forEach(event => sent.push(shortly(event))),
    onLeave: () => void told.leaves++,
  });
  const press = (code: string, key: string, more: Partial<KeyPress> & { altGraph?: boolean } = {}): KeyPress => ({
    code, key, repeat: false, isComposing: false, getModifierState: name => name === 'AltGraph' && (more.altGraph ?? false), ...more,
  });
  return { keyboard, sent, told, press };
}

describe('the keyboard', () => {
  test('keys that write nothing go by their place, once for as long as they are held', () => {
    const { keyboard, sent, press } = someKeyboard();
    expect(keyboard.down(press('ArrowUp', 'ArrowUp'))).toBe(true);
    expect(keyboard.down(press('ArrowUp', 'ArrowUp', { repeat: true }))).toBe(true);
    expect(keyboard.up({ code: 'ArrowUp' })).toBe(true);
    expect(keyboard.up({ code: 'ArrowUp' })).toBe(false);
    expect(sent).toEqual(['+82', '-82']);
  });

  test('a character goes with its place, again for each time that it repeats, and goes up once', () => {
    const { keyboard, sent, press } = someKeyboard();
    keyboard.down(press('KeyA', 'a'));
    expect(keyboard.down(press('KeyA', 'a', { repeat: true }))).toBe(true);
    keyboard.up({ code: 'KeyA' });
    expect(sent).toEqual(['+4a', '+4a', '-4']);
  });

  test('whatever the layout, the character is what counts', () => {
    const { keyboard, sent, press } = someKeyboard();
    for (const [code, key] of [['KeyQ', 'a'], ['Semicolon', 'ö'], ['KeyF', 'а'], ['KeyA', 'A'], ['Digit1', '&']] as const) {
      expect(keyboard.down(press(code, key))).toBe(true);
      keyboard.up({ code });
    }

    expect(keyboard.down(press('', '中'))).toBe(true);
    expect(sent).toEqual(['+20a', '-20', '+51ö', '-51', '+9а', '-9', '+4A', '-4', '+30&', '-30', '"中"']);
  });

  test('a shortcut is its character and its place', () => {
    const { keyboard, sent, press } = someKeyboard();
    keyboard.down(press('ControlLeft', 'Control'));
    keyboard.down(press('KeyQ', 'a'));
    keyboard.up({ code: 'KeyQ' });
    keyboard.up({ code: 'ControlLeft' });
    expect(sent).toEqual(['+224', '+20a', '-20', '-224']);
  });

  test('what is written with AltGr is text, and the Ctrl that Windows adds goes up', () => {
    const { keyboard, sent, press } = someKeyboard();
    keyboard.down(press('ControlLeft', 'Control'));
    expect(keyboard.down(press('AltRight', 'AltGraph', { altGraph: true }))).toBe(false);
    keyboard.down(press('KeyQ', '@', { altGraph: true }));
    expect(keyboard.up({ code: 'AltRight' })).toBe(false);
    expect(sent).toEqual(['+224', '-224', '"@"']);
  });

  test('input methods and dead keys keep their keys to themselves', () => {
    const { keyboard, sent, press } = someKeyboard();
    expect(keyboard.down(press('KeyN', 'n', { isComposing: true }))).toBe(false);
    expect(keyboard.down(press('KeyN', 'Process'))).toBe(false);
    keyboard.write('你好');
    expect(keyboard.down(press('Quote', 'Dead'))).toBe(false);
    expect(keyboard.down(press('KeyE', 'e'))).toBe(false);
    keyboard.write('é');
    keyboard.down(press('KeyE', 'e'));
    expect(sent).toEqual(['"你好"', '"é"', '+8e']);
  });

  test('a long text goes in pieces, cut between two characters', () => {
    const { keyboard, sent } = someKeyboard();
    keyboard.write('🙂'.repeat(300));
    expect(sent).toEqual([`"${'🙂'.repeat(256)}"`, `"${'🙂'.repeat(44)}"`]);
  });

  test('the number pad writes or moves as it does here', () => {
    const { keyboard, sent, press } = someKeyboard();
    keyboard.down(press('Numpad1', '1'));
    keyboard.up({ code: 'Numpad1' });
    keyboard.down(press('Numpad1', 'End'));
    keyboard.down(press('NumpadEnter', 'Enter'));
    expect(sent).toEqual(['+891', '-89', '+77', '+88']);
  });

  test('locks stay what they are at each end', () => {
    const { keyboard, sent, press } = someKeyboard();
    ['CapsLock', 'NumLock', 'ScrollLock'].forEach(code => keyboard.down(press(code, code)));
    expect(sent).toEqual([]);
  });

  test('Ctrl, Alt and Shift together and nothing else let go of control', () => {
    const { keyboard, told, press } = someKeyboard();
    const chord = [['ControlLeft', 'Control'], ['AltLeft', 'Alt'], ['ShiftLeft', 'Shift']] as const;
    const all = (other: boolean): void => {
      chord.forEach(([code, key]) => keyboard.down(press(code, key)));
      if (other) {
        keyboard.down(press('KeyR', 'R'));
        keyboard.up({ code: 'KeyR' });
      }

      chord.forEach(([code]) => keyboard.up({ code }));
    };
    all(true);
    expect(told.leaves).toBe(0);
    all(false);
    expect(told.leaves).toBe(1);
  });

  test('keys that went up while Meta was down go up with it', () => {
    const { keyboard, sent, press } = someKeyboard();
    keyboard.down(press('MetaLeft', 'Meta'));
    keyboard.down(press('KeyC', 'c'));
    keyboard.up({ code: 'MetaLeft' });
    expect(sent).toEqual(['+227', '+6c', '-227', '-6']);
  });

  test('whatever is typed, what went down is what goes up', () => {
    const codes = [...USAGES.keys()];
    for (let seed = 0; seed < 500; seed++) {
      const { keyboard, sent, press } = someKeyboard();
      const draw = new Draw(seed);
      const held = new Set<string>();
      for (let i = 0; i < 60; i++) {
        const code = codes[draw.next(codes.length)]!;
        if (draw.next(2) === 0) {
          keyboard.down(press(code, draw.next(3) === 0 ? 'x' : code, { repeat: draw.next(4) === 0 }));
          held.add(code);
        } else {
          keyboard.up({ code });
        }
      }

      held.forEach(code => keyboard.up({ code }));
      const down = new Set<string>();
      sent.filter(one => one[0] !== '"').forEach(one => {
        const usage = /\d+/.exec(one)![0];

        // A character is said again while it repeats.
        expect(down.has(usage) || one.endsWith('x')).toBe(one[0] === '-' || one.endsWith('x'));
        if (one[0] === '+') {
          down.add(usage);
        } else {
          down.delete(usage);
        }
      });
      expect(down.size).toBe(0);
    }
  });

  test('every usage is one that the Agent takes, and no two keys share one', () => {
    expect(new Set(USAGES.values()).size).toBe(USAGES.size);
    for (const usage of USAGES.values()) {
      expect(readCommand(writeCommand({ kind: 'input', events: [{ kind: 'key', usage, down: true }] }))).not.toBeNull();
    }

    // Some of the HID Usage Tables, page 7, by hand.
    for (const [code, usage] of [
      ['KeyA', 0x04], ['KeyZ', 0x1d], ['Digit1', 0x1e], ['Digit0', 0x27], ['Enter', 0x28], ['Slash', 0x38], ['F1', 0x3a], ['F12', 0x45],
      ['PrintScreen', 0x46], ['Pause', 0x48], ['ArrowRight', 0x4f], ['ArrowUp', 0x52], ['NumpadDivide', 0x54], ['NumpadEnter', 0x58],
      ['Numpad0', 0x62], ['NumpadDecimal', 0x63], ['IntlBackslash', 0x64], ['ContextMenu', 0x65], ['F13', 0x68], ['F24', 0x73],
      ['IntlRo', 0x87], ['IntlYen', 0x89], ['ControlLeft', 0xe0], ['MetaRight', 0xe7],
    ] as const) {
      expect(USAGES.get(code), code).toBe(usage);
    }
  });
});
