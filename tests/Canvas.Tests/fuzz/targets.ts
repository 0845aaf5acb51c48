import { colours } from '../../../Viewer/Canvas/codecs/colours';
import { fill } from '../../../Viewer/Canvas/codecs/fill';
import { lossless } from '../../../Viewer/Canvas/codecs/lossless';
import { readPhotos } from '../../../Viewer/Canvas/codecs/photo';
import type { TileCodec } from '../../../Viewer/Canvas/codecs/codec';
import { Decoder } from '../../../Viewer/Canvas/decode';
import { Framebuffer } from '../../../Viewer/Canvas/framebuffer';
import { readReport, writeReport } from '../../../Viewer/Canvas/wire/report';
import { readCommand, writeCommand } from '../../../Viewer/Canvas/wire/commands/command';
import { readControl, writeControl } from '../../../Viewer/Canvas/wire/control';
import { HEAD_SIZE, readHead, wrap } from '../../../Viewer/Canvas/wire/envelope';
import { readHello, writeHello } from '../../../Viewer/Canvas/wire/hello';
import { readPart } from '../../../Viewer/Canvas/wire/part';
import { Writer as ProductWriter } from '../../../Viewer/Canvas/wire/writer';
import codecVectors from '../../Vectors/codecs.json';
import commandVectors from '../../Vectors/commands.json';
import consoleVectors from '../../Vectors/console.json';
import frameVectors from '../../Vectors/frames.json';
import { unhex } from '../sealing/some';
import { Writer } from '../writer';
import { joinPieces, piecesOf } from './pieces';
import { sealingTargets } from './sealingTargets';
import type { Reading, Target } from './target';

const BLACK = 0xff000000;

// A picture to decode upon costs as much as many messages.
const SLOW = 0.1;

/** Every parser of the page that reads an Agent's or another page's bytes. */
export const targets: readonly Target[] = [
  { name: 'envelope-head', seeds: () => frameVectors.frames.flatMap(step => step.envelopes.map(base64)), reading: () => readsHead },
  ...sealingTargets,
  { name: 'hello', seeds: () => frameVectors.hello.map(each => base64(each.bytes)), reading: () => readsHello },
  { name: 'control-message', seeds: () => [...ofVectors('messages'), ...frameVectors.control.map(each => base64(each.bytes))], reading: () => again(readControl, writeControl) },
  { name: 'command', seeds: () => ofVectors('commands'), reading: () => again(readCommand, writeCommand) },
  {
    name: 'computer-report',
    seeds: () => [writeReport(new ProductWriter(), { taken: 5e12, facts: [{ kind: 'system', name: '名', value: 'Linux' }, { kind: 'uptime', name: 'b', value: '' }] }).written],
    reading: () => again(readReport, report => writeReport(new ProductWriter(), report).written),
  },
  { name: 'frame-part', seeds: partsOfVectors, reading: () => input => readPart(input) !== null },
  { name: 'frame-sections', seeds: () => [sections()], reading: () => decodesSections, share: SLOW },
  { name: 'frame-conversation', seeds: () => [joinPieces(partsOfVectors()), largePicture()], reading: () => converses, share: SLOW / 4 },
  ...[fill, colours, lossless].map(codec => ({ name: `codec-${codecName(codec)}`, seeds: () => codecSeeds(codec), reading: () => decodesBy(codec), share: 2 * SLOW })),
  { name: 'photo', seeds: () => [photo()], reading: () => readsPhotos },
];

function base64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
}

function ofVectors(list: 'commands' | 'messages'): Uint8Array[] {
  return [commandVectors, consoleVectors].flatMap(file => (file[list] as readonly { bytes: string }[]).map(each => unhex(each.bytes)));
}

function partsOfVectors(): Uint8Array[] {
  return frameVectors.frames.flatMap(step => step.envelopes.map(envelope => base64(envelope).subarray(HEAD_SIZE)));
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

// What was read is written, and read again it is written alike.
function again<T>(read: (bytes: Uint8Array) => T | null, write: (message: T) => Uint8Array): Reading {
  return input => {
    const message = read(input);
    if (message === null) {
      return false;
    }

    const written = write(message);
    const second = read(written);
    if (second === null || !isSame(write(second), written)) {
      throw new Error('What was read is written as something else.');
    }

    return true;
  };
}

function readsHead(input: Uint8Array): boolean {
  const head = readHead(input);

  // Numbers above 2^53 are read rounded; no Agent counts so far, and the seal binds the bytes.
  if (head && head.number < Number.MAX_SAFE_INTEGER && !isSame(wrap(head, input.subarray(HEAD_SIZE)), input)) {
    throw new Error('A head was read that nobody wrote.');
  }

  return head !== null;
}

function readsHello(input: Uint8Array): boolean {
  const hello = readHello(input);
  if (hello && !isSame(writeHello(hello), input)) {
    throw new Error('A hello was read that nobody wrote.');
  }

  return hello !== null;
}

// Upon a picture whose tiles are all remembered: pieces that each are `u8 type, bytes` of a section.
function decodesSections(input: Uint8Array<ArrayBuffer>): boolean {
  const [width, height] = [200, 150];
  const decoder = new Decoder();
  const first = new Writer().head({ frame: 1, base: 0, capturedAt: 0, size: { width, height } }).section(18, data => data.varint(1).varint(0).varint(12)).done();
  if (decoder.take(readPart(first), true) === null) {
    throw new Error('The picture before is none.');
  }

  const parts: Uint8Array[] = [new Writer().head({ frame: 2, base: 1, capturedAt: 0, size: null }).done()];
  for (const piece of piecesOf(input)) {
    parts.push(new Writer().bytes([piece[0] ?? 0]).varint(Math.max(0, piece.length - 1)).done(), piece.subarray(1));
  }

  const decoded = decoder.take(readPart(joined(parts)), false);
  return decoded !== null && 'shown' in decoded;
}

function converses(input: Uint8Array<ArrayBuffer>): boolean {
  const decoder = new Decoder();
  let shown = 0;
  for (const part of piecesOf(input)) {
    // As the envelope is marked where a key frame begins.
    const decoded = decoder.take(readPart(part), part.length > 0 && (part[0]! & 2) !== 0);
    shown += decoded !== null && 'shown' in decoded ? 1 : 0;
  }

  return shown > 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }

  return all;
}

// One section of every kind.
function sections(): Uint8Array {
  const area = { x: 0, y: 0, width: 64, height: 64 };
  const vector = codecVectors.find(each => each.codec === lossless.id && each.areas.length === 1 && each.width <= 200 && each.height <= 150)!;
  const [width, height] = [vector.areas[0]!.width, vector.areas[0]!.height];
  const section = (type: number, write: (data: Writer) => void): Uint8Array => {
    const data = new Writer();
    write(data);
    return Uint8Array.of(type, ...data.done());
  };
  return joinPieces([
    section(1, data => data.areas([area]).bytes([1, 2, 3])),
    section(lossless.id, data => data.areas([{ x: 0, y: 0, width, height }]).bytes(base64(vector.bytes))),
    section(16, data => data.varint(1).area({ x: 10, y: 10, width: 50, height: 50 }).zigzag(10).zigzag(10)),
    section(17, data => data.varint(1).zigzag(0).zigzag(0).varint(3)),
    section(18, data => data.varint(1).varint(0).varint(2)),
    section(19, data => data.varint(1).zigzag(1).area({ x: 70, y: 10, width: 20, height: 20 })),
    section(32, data => data.areas([area])),
    section(33, data => data.zigzag(-3).zigzag(9).bytes([1])),
    section(34, data => data.varint(2).varint(1).varint(0).varint(0).bytes(new Uint8Array(8))),
    section(35, data => data.varint(0).varint(4).u32(7)),
  ]);
}

// A large picture from few bytes, and some work on it.
function largePicture(): Uint8Array {
  const size = { width: 1920, height: 1080 };
  const tiles = 30 * 17;
  return joinPieces([
    new Writer().head({ frame: 1, base: 0, capturedAt: 0, size }).section(1, data => data.areas([{ x: 0, y: 0, ...size }]).bytes([1, 2, 3]))
      .section(18, data => data.varint(1).varint(0).varint(tiles)).done(),
    new Writer().head({ frame: 2, base: 1, capturedAt: 0, size: null }).section(17, data => data.varint(1).zigzag(0).zigzag(0).varint(tiles))
      .section(16, data => data.varint(1).area({ x: 0, y: 0, width: 900, height: 900 }).zigzag(100).zigzag(50)).done(),
  ]);
}

function codecName(codec: TileCodec): string {
  return codec === fill ? 'fill' : codec === colours ? 'colours' : 'lossless';
}

// As in tests/Fuzz/Targets/CodecTargets.cs.
function codecSeeds(codec: TileCodec): Uint8Array[] {
  const own = codecVectors.filter(each => each.codec === codec.id && each.width <= 256 && each.height <= 256 && each.areas.length <= 4).map(({ width, height, areas, bytes }) =>
    Uint8Array.of(width - 1, height - 1, areas.length - 1, ...areas.flatMap(area => [area.x, area.y, area.width - 1, area.height - 1]), ...base64(bytes)));
  return codec === fill ? [Uint8Array.of(99, 69, 1, 2, 3, 59, 39, 64, 0, 29, 63, 1, 2, 3, 4, 5, 6)] : own;
}

function decodesBy(codec: TileCodec): Reading {
  return input => {
    if (input.length < 3) {
      return false;
    }

    const picture = new Framebuffer(input[0]! + 1, input[1]! + 1);
    const count = 1 + (input[2]! % 4);
    const areas = Array.from({ length: count }, (_, i) => {
      const [x, y] = [(input[3 + 4 * i] ?? 0) % picture.width, (input[4 + 4 * i] ?? 0) % picture.height];
      return { x, y, width: 1 + ((input[5 + 4 * i] ?? 0) % (picture.width - x)), height: 1 + ((input[6 + 4 * i] ?? 0) % (picture.height - y)) };
    });
    const taken = codec.decode(input.subarray(3 + 4 * count), picture, areas);
    areas.forEach(area => picture.fill(area, 0, 0, 0));
    if (!picture.words.every(word => word === BLACK)) {
      throw new Error('It painted outside of its areas.');
    }

    return taken;
  };
}

// `u8 width, u8 height`, and what stands behind the areas of a section.
function photo(): Uint8Array {
  const { jpeg, width, height } = frameVectors.photo;
  const bytes = base64(jpeg);
  return new Writer().bytes([width, height]).varint(bytes.length).bytes(bytes).done();
}

function readsPhotos(input: Uint8Array): boolean {
  return readPhotos(input.subarray(2), [{ x: 0, y: 0, width: input[0] ?? 0, height: input[1] ?? 0 }]) !== null;
}
