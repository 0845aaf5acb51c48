import { describe, expect, test } from 'vitest';
import { Arrivals } from '../../Viewer/Canvas/arrive';
import { Decoder } from '../../Viewer/Canvas/decode';
import { readControl, writeControl, type ControlMessage } from '../../Viewer/Canvas/wire/control';
import { FRAMES, HEAD_SIZE, readHead, wrap, type EnvelopeHead } from '../../Viewer/Canvas/wire/envelope';
import { readHello, writeHello } from '../../Viewer/Canvas/wire/hello';
import { readPart } from '../../Viewer/Canvas/wire/part';
import { envelopesOf, fromBase64, sha256, vectors } from './some';

describe('the vectors that C# shares', () => {
  test('hello is read and written as it stands', () => {
    for (const { bytes, salt, ...hello } of vectors.hello) {
      expect(readHello(fromBase64(bytes))).toEqual({ ...hello, salt: fromBase64(salt) });
      expect(writeHello({ ...hello, salt: fromBase64(salt) })).toEqual(fromBase64(bytes));
    }
  });

  test('control messages are read and written as they stand', () => {
    for (const { message, bytes } of vectors.control) {
      expect(readControl(fromBase64(bytes))).toEqual(message);
      expect(writeControl(message as ControlMessage)).toEqual(fromBase64(bytes));
    }
  });

  test('heads of envelopes are read and written as they stand', () => {
    for (const step of vectors.frames) {
      step.envelopes.map(fromBase64).forEach((envelope, i) => {
        const head: EnvelopeHead = { channel: FRAMES, ...step.heads[i]! };
        expect(readHead(envelope)).toEqual(head);
        expect(wrap(head, envelope.subarray(HEAD_SIZE))).toEqual(envelope);
      });
    }
  });

  test.each(vectors.frames.map((step, i) => [step.name, i] as const))('parts say what they carry: %s', (_, i) => {
    const step = vectors.frames[i]!;
    const parts = envelopesOf(i).map(envelope => readPart(envelope.subarray(HEAD_SIZE))!);
    expect(parts.map(part => part.part)).toEqual(parts.map((_part, n) => n));
    expect(parts.map(part => part.last)).toEqual(parts.map((_part, n) => n === parts.length - 1));
    expect(parts.flatMap(part => part.tiles.map(tile => tile.codec))).toEqual(step.codecs);
    for (const part of parts) {
      const { frame, base, capturedAt, width, height } = step;
      expect(part).toMatchObject({ frame, base, capturedAt, width, height });
    }

    const last = parts.at(-1)!;
    expect(last.masks).toEqual(step.masks);
    expect(last.pointer).toEqual(step.pointer);
    expect(last.shape).toEqual(step.shape && { ...step.shape, rgba: fromBase64(step.shape.rgba) });
  });

  test('every frame makes its picture, and the changed pixels that leave make the same one', async () => {
    const decoder = new Decoder();
    const canvas = { width: 0, words: new Uint32Array() };
    for (const [i, step] of vectors.frames.entries()) {
      const decoded = envelopesOf(i).map(envelope => decoder.take(envelope.subarray(HEAD_SIZE), readHead(envelope)!.keyFrame));
      expect(decoded.slice(0, -1).every(part => part === null)).toBe(true);
      const shown = decoded.at(-1);
      if (!shown || !('shown' in shown)) {
        throw new Error(`${step.name} was not shown.`);
      }

      if (canvas.width === 0) {
        canvas.width = shown.shown.width;
        canvas.words = new Uint32Array(shown.shown.width * shown.shown.height);
      }

      for (const patch of shown.shown.patches) {
        const words = new Uint32Array(patch.pixels.buffer);
        for (let y = 0; y < patch.height; y++) {
          canvas.words.set(words.subarray(y * patch.width, (y + 1) * patch.width), (patch.y + y) * canvas.width + patch.x);
        }
      }

      expect(await sha256(canvas.words)).toBe(step.picture);
    }
  });

  test('nothing is shown before the last part', () => {
    const arrivals = new Arrivals();
    const all = [0, 1, 2].flatMap(envelopesOf)
      .map(envelope => arrivals.take(envelope.subarray(HEAD_SIZE), readHead(envelope)!.keyFrame));
    expect(all.map(arrival => 'part' in arrival && arrival.part.last)).toEqual([true, true, false, true]);
  });
});
