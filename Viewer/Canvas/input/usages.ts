// Keys by their place: `KeyboardEvent.code` (UI Events KeyboardEvent code Values, W3C) to the usage of the HID Usage Tables,
// page 7, "Keyboard/Keypad". Caps Lock, Num Lock and Scroll Lock are left out: they stay what they are at each end.
const run = (first: number, ...codes: readonly string[]): [string, number][] => codes.map((code, i) => [code, first + i]);

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map(letter => `Key${letter}`);
const DIGITS = [...'1234567890'].map(digit => `Digit${digit}`);
const functions = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, i) => `F${from + i}`);

export const USAGES: ReadonlyMap<string, number> = new Map([
  ...run(4, ...LETTERS),
  ...run(30, ...DIGITS),
  ...run(40, 'Enter', 'Escape', 'Backspace', 'Tab', 'Space', 'Minus', 'Equal', 'BracketLeft', 'BracketRight', 'Backslash'),
  ...run(51, 'Semicolon', 'Quote', 'Backquote', 'Comma', 'Period', 'Slash'),
  ...run(58, ...functions(1, 12), 'PrintScreen'),
  ...run(72, 'Pause', 'Insert', 'Home', 'PageUp', 'Delete', 'End', 'PageDown', 'ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp'),
  ...run(84, 'NumpadDivide', 'NumpadMultiply', 'NumpadSubtract', 'NumpadAdd', 'NumpadEnter'),
  ...run(89, ...[...'1234567890'].map(digit => `Numpad${digit}`), 'NumpadDecimal'),
  ...run(100, 'IntlBackslash', 'ContextMenu'),
  ...run(103, 'NumpadEqual', ...functions(13, 24)),
  ...run(127, 'AudioVolumeMute', 'AudioVolumeUp', 'AudioVolumeDown'),
  ...run(133, 'NumpadComma'),
  ...run(135, 'IntlRo'),
  ...run(137, 'IntlYen'),
  ...run(224, 'ControlLeft', 'ShiftLeft', 'AltLeft', 'MetaLeft', 'ControlRight', 'ShiftRight', 'AltRight', 'MetaRight'),
]);

/** Keys that change what others do, by their usage. */
export const isModifier = (usage: number): boolean => usage >= 224;
