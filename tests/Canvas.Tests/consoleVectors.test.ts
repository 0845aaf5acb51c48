import { describe, expect, test } from 'vitest';
import { hex } from '../../Viewer/Canvas/sealing/bytes';
import { readCommand, writeCommand, type ViewerCommand } from '../../Viewer/Canvas/wire/commands/command';
import { readControl, writeControl, type ControlMessage } from '../../Viewer/Canvas/wire/control';
import vectors from '../Vectors/console.json';
import { unhex } from './sealing/some';

describe('what the console says of how it looks', () => {
  test.each(vectors.commands)('is the bytes that the Agent reads: $bytes', vector => {
    expect(hex(writeCommand(vector.command as ViewerCommand))).toBe(vector.bytes);
    expect(readCommand(unhex(vector.bytes))).toEqual(vector.command);
  });

  test.each(vectors.messages)('and what it hears of monitors is what the Agent writes: $bytes', vector => {
    expect(hex(writeControl(vector.message as ControlMessage))).toBe(vector.bytes);
    expect(readControl(unhex(vector.bytes))).toEqual(vector.message);
  });

  test('what is cut, too long or out of its range is none', () => {
    vectors.brokenCommands.forEach(broken => expect(readCommand(unhex(broken)), broken).toBeNull());
    vectors.brokenMessages.forEach(broken => expect(readControl(unhex(broken)), broken).toBeNull());
  });
});
