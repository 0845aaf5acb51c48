import { describe, expect, test } from 'vitest';
import { readCommand, writeCommand, type ViewerCommand } from '../../Viewer/Canvas/wire/commands/command';
import { MOST_EVENTS, MOST_WHEEL, type InputEvent } from '../../Viewer/Canvas/wire/commands/input';
import { MOST_POINTS_AT_ONCE, type Mark } from '../../Viewer/Canvas/wire/commands/mark';
import { MAX_COMMAND_BYTES, readControl, writeControl, type ControlMessage } from '../../Viewer/Canvas/wire/control';
import { hex } from '../../Viewer/Canvas/sealing/bytes';
import { SCOPES } from '../../Viewer/Canvas/scope';
import vectors from '../Vectors/commands.json';
import { Draw } from './edits';
import { unhex } from './sealing/some';

const WORDS = ['a', 'ß', '中文', '🙂', 'Привет', 'e\u0301', '\ufeff', '\u0000'];
const SECRET = Uint8Array.from({ length: 32 }, (_, i) => i * 7);

const pick = <T>(draw: Draw, from: readonly T[]): T => from[draw.next(from.length)]!;
const someWords = (draw: Draw, most = 12): string => Array.from({ length: 1 + draw.next(most) }, () => pick(draw, WORDS)).join('');
const somePoint = (draw: Draw) => ({ x: pick(draw, [0, 127, 128, 16_383, draw.next(16_384)]), y: draw.next(16_384) });

function someEvent(draw: Draw): InputEvent {
  const down = draw.next(2) === 1;
  switch (draw.next(7)) {
    case 0: return { kind: 'move', ...somePoint(draw) };
    case 1: return { kind: 'button', button: pick(draw, [1, 2, 3, 8, 9] as const), down };
    case 2: return { kind: 'wheel', across: draw.next(2 * MOST_WHEEL + 1) - MOST_WHEEL, down: draw.next(2 * MOST_WHEEL + 1) - MOST_WHEEL };
    case 3: return { kind: 'key', usage: 4 + draw.next(228), down };
    case 4: return { kind: 'text', text: someWords(draw) };
    case 5: return { kind: 'stroke', usage: 4 + draw.next(228), character: pick(draw, ['a', 'ß', '中', '🙂', '\u{10ffff}']) };
    default: return { kind: 'release' };
  }
}

function someMark(draw: Draw): Mark {
  const tool = pick(draw, ['pen', 'arrow', 'box', 'highlighter', 'text', 'step', 'laser'] as const);
  const hasWords = tool === 'text' || tool === 'step';
  const points = hasWords ? 1 : tool === 'arrow' || tool === 'box' ? 2 : 1 + draw.next(MOST_POINTS_AT_ONCE);
  return {
    id: draw.next(2 ** 24) * 256 + draw.next(256),
    tool,
    colour: draw.next(6),
    width: 1 + draw.next(64),
    fades: draw.next(2) === 1,
    points: Array.from({ length: points }, () => somePoint(draw)),
    words: hasWords ? someWords(draw) : '',
  };
}

function someCommand(draw: Draw): ViewerCommand {
  switch (draw.next(7)) {
    case 0: return { kind: 'introduce', viewer: draw.next(2 ** 24), secret: SECRET, technician: someWords(draw, 40), organisation: someWords(draw) };
    case 1: return { kind: 'ask', scope: pick(draw, SCOPES) };
    case 2: return { kind: 'extend', minutes: 1 + draw.next(480) };
    case 3: return { kind: 'chat', text: someWords(draw, 80) };
    case 4: return { kind: 'input', events: Array.from({ length: 1 + draw.next(20) }, () => someEvent(draw)) };
    case 5: return { kind: 'draw', mark: someMark(draw) };
    default: return { kind: 'erase', mark: draw.next(2 ** 24) };
  }
}

describe('commands of a viewer', () => {
  test('there and back is the same', () => {
    const kinds = new Set<string>();
    for (let seed = 0; seed < 3000; seed++) {
      const command = someCommand(new Draw(seed));
      kinds.add(command.kind);
      const bytes = writeCommand(command);
      expect(bytes.length).toBeLessThanOrEqual(MAX_COMMAND_BYTES);
      expect(readCommand(bytes)).toEqual(command);
    }

    expect(kinds.size).toBe(7);
  });

  test('one that is cut off anywhere, or has something behind it, is refused or another that is well formed', () => {
    for (let seed = 0; seed < 400; seed++) {
      const command = someCommand(new Draw(seed));
      const bytes = writeCommand(command);
      for (let length = 0; length < bytes.length; length++) {
        const read = readCommand(bytes.subarray(0, length));

        // Between two events there is a shorter command.
        expect(read === null || (read.kind === 'input' && command.kind === 'input' && read.events.length < command.events.length)).toBe(true);
      }

      expect(readCommand(Uint8Array.of(...bytes, 99))).toBeNull();
    }
  });

  test('changed bits never throw, and what is read stays in its range', () => {
    for (let seed = 0; seed < 3000; seed++) {
      const draw = new Draw(seed);
      const bytes = writeCommand(someCommand(draw));
      bytes[draw.next(bytes.length)]! ^= 1 << draw.next(8);
      const read = readCommand(bytes);
      if (read !== null) {
        expect(readCommand(writeCommand(read))).toEqual(read);
      }
    }
  });

  test.each<[string, number[]]>([
    ['nothing', []],
    ['kind 0', [0]],
    ['an unknown kind', [31]],
    ['an unknown scope', [2, 7]],
    ['no minutes', [3, 0]],
    ['481 minutes', [3, 0xe1, 0x03]],
    ['an empty line', [4, 0]],
    ['a line of 2001 bytes', [4, 0xd1, 0x0f, ...new Array<number>(2001).fill(97)]],
    ['no events', [5]],
    ['257 events', [5, ...new Array<number>(257).fill(6)]],
    ['an unknown event', [5, 7]],
    ['a move outside any picture', [5, 1, 0x80, 0x80, 0x01, 0]],
    ['button 4', [5, 2, 4, 1]],
    ['a button half down', [5, 2, 1, 2]],
    ['a wheel that turns too far', [5, 3, 0xc2, 0xbb, 0x01, 0]],
    ['usage 3', [5, 4, 3, 1]],
    ['usage 232', [5, 4, 0xe8, 0x01, 1]],
    ['text of nothing', [5, 5, 0]],
    ['text that is no UTF-8', [5, 5, 1, 0xff]],
    ['an unknown tool', [6, 1, 0, 0, 0, 8, 0, 4, 0, 1, 1, 1]],
    ['colour 6', [6, 1, 0, 0, 0, 1, 6, 4, 0, 1, 1, 1]],
    ['no width', [6, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1]],
    ['width 65', [6, 1, 0, 0, 0, 1, 0, 65, 0, 1, 1, 1]],
    ['a pen without points', [6, 1, 0, 0, 0, 1, 0, 4, 0, 0]],
    ['an arrow of one point', [6, 1, 0, 0, 0, 2, 0, 4, 0, 1, 1, 1]],
    ['a step without its number', [6, 1, 0, 0, 0, 6, 0, 22, 0, 1, 1, 1, 0]],
  ])('%s is refused', (_, bytes) => expect(readCommand(Uint8Array.from(bytes))).toBeNull());

  test('the longest of each are read', () => {
    expect(readCommand(Uint8Array.of(5, ...new Array<number>(MOST_EVENTS).fill(6)))).toMatchObject({ kind: 'input' });
    expect(readCommand(Uint8Array.of(3, 0xe0, 0x03))).toEqual({ kind: 'extend', minutes: 480 });
    expect(readCommand(Uint8Array.of(5, 3, 0xc0, 0xbb, 0x01, 0xbf, 0xbb, 0x01)))
      .toEqual({ kind: 'input', events: [{ kind: 'wheel', across: 12_000, down: -12_000 }] });
  });

  test('a name is cut to 255 bytes, between two characters', () => {
    const bytes = writeCommand({ kind: 'introduce', viewer: 2, secret: SECRET, technician: '林'.repeat(100), organisation: 'IT' });
    expect(readCommand(bytes)).toMatchObject({ technician: '林'.repeat(85), organisation: 'IT' });
    expect([...bytes.subarray(37, 39)]).toEqual([0xff, 0x01]);
  });
});

describe('the vectors of commands that C# shares', () => {
  // On paper a secret is hexadecimal.
  const onPaper = (command: ViewerCommand | null): unknown =>
    command?.kind === 'introduce' ? { ...command, secret: hex(command.secret) }
      : command?.kind === 'finishFile' ? { ...command, hash: hex(command.hash) } : command;
  const said = (message: ControlMessage | null): unknown => message && 'data' in message ? { ...message, data: hex(message.data) } : message;

  test('commands are read and written as they stand', () => {
    expect(new Set(vectors.commands.map(({ command }) => command.kind)).size).toBe(16);
    for (const { command, bytes } of vectors.commands) {
      const read = readCommand(unhex(bytes));
      expect(onPaper(read)).toEqual(command);
      expect(hex(writeCommand(read!))).toBe(bytes);
    }
  });

  test('messages about them are read and written as they stand', () => {
    expect(new Set(vectors.messages.map(({ message }) => message.kind))).toEqual(new Set([
      'seen', 'refused', 'standing', 'said', 'chunk', 'agentChunk', 'received', 'agentReceived', 'transferStands', 'fileOffered', 'copied', 'report',
    ]));
    for (const { message, bytes } of vectors.messages) {
      const read = readControl(unhex(bytes));
      expect(said(read)).toEqual(message);
      expect(hex(writeControl(read!))).toBe(bytes);
    }
  });

  test.each(vectors.brokenCommands.map(({ why, bytes }) => [why, bytes] as const))('%s is refused on both sides', (_, bytes) =>
    expect(readCommand(unhex(bytes))).toBeNull());

  test.each(vectors.brokenMessages.map(({ why, bytes }) => [why, bytes] as const))('%s is no message on either side', (_, bytes) =>
    expect(readControl(unhex(bytes))).toBeNull());
});
