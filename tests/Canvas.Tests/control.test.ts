import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Control } from '../../Viewer/Canvas/page/control';
import { Pasting } from '../../Viewer/Canvas/page/pasting';
import type { Contents } from '../../Viewer/Canvas/transfer/clipboard';
import { shortly } from './some';

// As much of a page as control needs: events of the field that has the keyboard, and of the window.
function somePage() {
  const keys = Object.assign(new EventTarget(), { hidden: true, value: '', focus: () => undefined }) as unknown as HTMLTextAreaElement;
  const window = new EventTarget();
  vi.stubGlobal('window', window);
  const document = Object.assign(new EventTarget(), { fullscreenElement: null as object | null });
  const locks: string[] = [];
  vi.stubGlobal('document', document);
  vi.stubGlobal('navigator', { keyboard: { lock: async () => void locks.push('lock'), unlock: () => void locks.push('unlock') } });
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
  const host = { allowed: true, has: false, sent: [] as string[], late: 0, tooLarge: 0, given: [] as Contents[], answer: (_: boolean): void => undefined };
  // Here, unlike in a browser, who captures hears of it first only where they came first.
  new Pasting(keys, {
    get isAllowed() {
      return host.allowed;
    },
    has: () => host.has,
    set: contents => {
      host.given.push(contents);
      return new Promise(resolve => {
        host.answer = resolve;
      });
    },
    press: (ready, events) => control.pressOnce(ready, events),
    onTooLarge: () => void host.tooLarge++,
  });
  const control = new Control(new EventTarget() as HTMLElement, keys, {
    unacknowledged: 0,
    send: command => command.kind === 'input' && command.events.forEach(event => host.sent.push(shortly(event))),
    pixelAt: () => ({ at: { x: 0, y: 0 }, isInside: false }),
    onMove: () => undefined,
    onLeave: () => undefined,
    onOverflow: () => undefined,
    onLate: () => void host.late++,
  });
  control.set(true, false);

  const say = (target: EventTarget, kind: string, more: object = {}): void =>
    void target.dispatchEvent(Object.assign(new Event(kind, { cancelable: true }), more));
  const key = (kind: 'keydown' | 'keyup', code: string, character: string, more: object = {}): void => say(keys, kind, {
    code, key: character, repeat: false, isComposing: false, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false,
    getModifierState: () => false, ...more,
  });
  const press = (code: string, character: string, more: object = {}): void => {
    key('keydown', code, character, more);
    key('keyup', code, character, more);
  };
  const paste = (text: string, code = 'KeyV', character = 'v'): void => {
    press(code, character, { ctrlKey: true });
    say(keys, 'paste', { clipboardData: { items: [], getData: (type: string) => (type === 'text/plain' ? text : '') } });
  };
  return { keys, window, document, locks, host, control, say, key, press, paste };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1);
const PASTED = ['+25v', '-25'];

describe('Ctrl+V while controlling', () => {
  test('is pressed once the customer has the clipboard, and everything after it happens after it', async () => {
    const { host, key, press, paste } = somePage();
    key('keydown', 'ControlLeft', 'Control', { ctrlKey: true });
    paste('words');
    key('keyup', 'ControlLeft', 'Control');
    press('Enter', 'Enter');
    await settled();
    expect(host.sent).toEqual(['+224']);
    expect(new TextDecoder().decode(host.given[0]!.text)).toBe('words');
    host.answer(true);
    await settled();
    expect(host.sent).toEqual(['+224', ...PASTED, '-224', '+40', '-40']);
  });

  test('twice gives the clipboard once, and pastes twice', async () => {
    const { host, paste } = somePage();
    paste('words');
    paste('words');
    await settled();
    host.answer(true);
    await settled();
    expect(host.given).toHaveLength(1);
    expect(host.sent).toEqual([...PASTED, ...PASTED]);
    paste('more');
    await settled();
    expect(host.given).toHaveLength(2);
  });

  test('gives what was copied elsewhere meanwhile, and not what was still on its way', async () => {
    const { keys, host, say, paste } = somePage();
    paste('words');
    await settled();
    const giveUp = host.answer;
    say(keys, 'blur');
    paste('more');
    giveUp(false);
    await settled();
    expect(host.given.map(({ text }) => new TextDecoder().decode(text))).toEqual(['words', 'more']);
    expect(host.sent).toEqual(['release']);
    host.answer(true);
    await settled();
    expect(host.sent).toEqual(['release', ...PASTED]);
  });

  test('that the customer\'s computer refuses pastes nothing and presses nothing that was meant to follow', async () => {
    const { host, press, paste } = somePage();
    paste('words');
    press('Enter', 'Enter');
    await settled();
    host.answer(false);
    await settled();
    press('KeyA', 'a');
    expect(host.sent).toEqual(['-25', '-40', '+4a', '-4']);
    expect(host.late).toBe(0);
  });

  test.each([
    ['control was put down', (page: ReturnType<typeof somePage>) => page.control.set(false, false)],
    ['the window was left', (page: ReturnType<typeof somePage>) => page.say(page.window, 'blur')],
  ])('never comes after %s', async (_, end) => {
    const page = somePage();
    page.paste('words');
    page.press('Enter', 'Enter');
    await settled();
    end(page);
    page.host.answer(true);
    await settled();
    expect(page.host.sent).toEqual(['release']);
    page.control.set(true, false);
    page.press('KeyA', 'a');
    expect(page.host.sent).toEqual(['release', '+4a', '-4']);
  });

  test('waits 15 s at most, and says so', async () => {
    const { host, press, paste } = somePage();
    paste('words');
    await vi.advanceTimersByTimeAsync(14_990);
    expect(host.late).toBe(0);
    await vi.advanceTimersByTimeAsync(20);
    press('KeyA', 'a');
    expect(host.late).toBe(1);
    expect(host.sent).toEqual(['-25', '+4a', '-4']);
  });

  test('leaves the customer\'s clipboard as it is where it has the same or newer, and where there is nothing to give', async () => {
    const { host, paste } = somePage();
    host.has = true;
    paste('theirs');
    await settled();
    host.has = false;
    paste('');
    await settled();
    expect(host.given).toEqual([]);
    expect(host.sent).toEqual([...PASTED, ...PASTED]);
  });

  test('goes by what the key writes, and by its place where that is no Latin letter', async () => {
    const { host, press, paste } = somePage();
    host.has = true;
    paste('words', 'Period', 'v');
    paste('words', 'KeyV', 'м');
    await settled();
    expect(host.sent).toEqual([...PASTED, ...PASTED]);
    press('KeyV', 'k', { ctrlKey: true });
    expect(host.sent.slice(4)).toEqual(['+25k', '-25']);
  });

  test('is a key like any other where the clipboard is not allowed', () => {
    const { host, paste } = somePage();
    host.allowed = false;
    paste('words');
    expect(host.sent).toEqual(PASTED);
  });
});

describe('what an input method makes', () => {
  test('comes before the keys that follow it', async () => {
    const { keys, host, say, press } = somePage();
    say(keys, 'compositionstart');
    say(keys, 'compositionend', { data: '你好' });
    press('Enter', 'Enter');
    await settled();
    expect(host.sent).toEqual(['"你好"', '+40', '-40']);
  });

  test.each([
    ['the keyboard goes elsewhere behind it', ['compositionend', 'blur']],
    ['the keyboard goes elsewhere before it', ['blur', 'compositionend']],
  ])('is nothing where it was not chosen: %s', async (_, order) => {
    const { keys, host, say } = somePage();
    say(keys, 'compositionstart');
    order.forEach(kind => say(keys, kind, { data: 'nih' }));
    await settled();
    expect(host.sent).toEqual(['release']);
    say(keys, 'compositionstart');
    say(keys, 'compositionend', { data: '你' });
    await settled();
    expect(host.sent).toEqual(['release', '"你"']);
  });

  test('is nothing once control was put down', async () => {
    const { keys, host, control, say } = somePage();
    say(keys, 'compositionstart');
    control.set(false, false);
    say(keys, 'compositionend', { data: 'nih' });
    await settled();
    expect(host.sent).toEqual(['release']);
  });
});

describe('the system\'s keys', () => {
  test('are taken in full screen while the technician controls, and at no other time', () => {
    const { document, locks, control, say } = somePage();
    locks.length = 0;
    document.fullscreenElement = {};
    say(document, 'fullscreenchange');
    control.set(true, false);
    control.set(false, false);
    say(document, 'fullscreenchange');
    control.set(true, false);
    document.fullscreenElement = null;
    say(document, 'fullscreenchange');
    expect(locks).toEqual(['lock', 'unlock', 'unlock', 'lock', 'unlock']);
  });
});
