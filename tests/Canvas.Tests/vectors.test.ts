import { env } from 'node:process';
import { describe, expect, test } from 'vitest';
import { Decoder, type Decoded, type DecodedFrame } from '../../Viewer/Canvas/decode';
import { DecodeQueue } from '../../Viewer/Canvas/decodeQueue';
import { readControl, writeControl, type ControlMessage } from '../../Viewer/Canvas/wire/control';
import { FRAMES, HEAD_SIZE, readHead, wrap, type EnvelopeHead } from '../../Viewer/Canvas/wire/envelope';
import { readHello, writeHello } from '../../Viewer/Canvas/wire/hello';
import { readPart } from '../../Viewer/Canvas/wire/part';
import { fold, someBentEdits, someEdits } from './edits';
import { envelopesOf, flatPhotos, fromBase64, sha256, vectors } from './some';

/** All seeds in a long run, the first of them in any other. */
const ofThisRun = <T>(counts: T[]): T => counts[env['REMOTEASSIST_PROVE'] === 'long' ? 1 : 0]!;

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
    expect(parts.map(part => part.size)).toEqual(parts.map((_part, n) => (n === 0 ? step.size : null)));
    expect(parts.flatMap(part => part.pictures)).toMatchObject(step.sections);
    for (const part of parts) {
      expect(part).toMatchObject({ frame: step.frame, base: step.base, capturedAt: step.capturedAt });
    }

    const last = parts.at(-1)!;
    expect(last.masks).toEqual(step.masks);
    expect(last.pointer).toEqual(step.pointer);
    expect(last.shape).toEqual(step.shape && { ...step.shape, rgba: fromBase64(step.shape.rgba) });
    expect(last.truth).toEqual(step.truth);
  });

  test('every frame makes its picture and is compared with its truth, and what has changed since makes the same picture', async () => {
    let canvas = new Uint32Array();
    for (const [i, step] of vectors.frames.entries()) {
      const [frame, ...more] = await allOf(i);
      expect(more).toEqual([]);
      const { compared, differing, width, height } = frame!;
      expect([compared, differing !== null]).toEqual([step.truth !== null, step.differs]);
      if (step.size) {
        canvas = new Uint32Array(width * height);
      }

      for (const { x, y, width: across, height: down } of queue.decoder.picture.damage.take()) {
        for (let at = y * width + x; at < (y + down) * width; at += width) {
          canvas.set(queue.decoder.picture.words.subarray(at, at + across), at);
        }
      }

      expect(await sha256(queue.decoder.picture.words), step.name).toBe(step.picture);
      expect(await sha256(canvas), step.name).toBe(step.picture);
    }
  });

  test('arbitrary edits are written alike on both sides, and show the picture that they mean', () => {
    const agreed = ofThisRun(vectors.edits);
    let folded = 0;
    for (let seed = 0; seed < agreed.seeds; seed++) {
      const decoder = new Decoder();
      for (const { body, startsKeyFrame, last } of someEdits(seed)) {
        const decoded = decoder.take(readPart(body), startsKeyFrame);
        const held = last ? decoded && 'shown' in decoded && decoded.shown.compared && !decoded.shown.differing : decoded === null;
        if (!held) {
          expect.fail(`seed ${seed}: ${JSON.stringify(decoded)}`);
        }

        folded = fold(folded, body);
      }
    }

    expect(folded).toBe(agreed.folded);
  }, 180_000);

  test('what was changed on its way is judged alike on both sides, and never throws', () => {
    const agreed = ofThisRun(vectors.bent);
    let folded = 0;
    for (let seed = 0; seed < agreed.seeds; seed++) {
      const decoder = new Decoder();
      folded = fold(folded, someBentEdits(seed).map(({ body, startsKeyFrame }) => outcome(decoder.take(readPart(body), startsKeyFrame))));
    }

    expect(folded).toBe(agreed.folded);
  }, 180_000);
});

const shown: DecodedFrame[] = [];
const queue = new DecodeQueue(flatPhotos, {
  onBegin: () => undefined,
  onShown: frame => shown.push(frame),
  onLost: why => expect.fail(why),
});

async function allOf(step: number): Promise<DecodedFrame[]> {
  const envelopes = envelopesOf(step);
  envelopes.forEach(envelope => queue.take(envelope.subarray(HEAD_SIZE), readHead(envelope)!.keyFrame, 0));
  await new Promise(resolve => setTimeout(resolve));
  return shown.splice(0);
}

// As C# numbers them.
function outcome(decoded: Decoded): number {
  const name = decoded === null ? 'more' : 'shown' in decoded ? 'shown' : decoded.lost;
  return ['shown', 'more', 'badPart', 'partOutOfOrder', 'unknownBase', 'awaitingKeyFrame', 'badSection'].indexOf(name);
}
