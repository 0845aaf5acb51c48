import type { Framebuffer } from '../framebuffer';
import type { Rect } from '../wire/rect';
import { BitReader } from './bits';
import type { TileCodec } from './codec';
import { DrawnReader } from './drawn';
import { ShadedReader } from './shaded';

const SIDE = 64;

const reader = new BitReader();
const shadedReader = new ShadedReader(reader);
const drawnReader = new DrawnReader(reader);
let section = new Uint32Array();
let blocks = new Uint8Array();

/** Any pixels: photographs in foretold blocks, all else in runs. LosslessCodec in Shared/Frames explains the layout. */
export const lossless: TileCodec = {
  id: 4,

  decode(source, target, areas) {
    const pixels = areas.reduce((sum, area) => sum + area.width * area.height, 0);
    if (pixels > target.width * target.height) {
      return false;
    }

    const whole = areas.length === 1 && areas[0]!.width === target.width;
    const words = whole ? target.words.subarray(areas[0]!.y * target.width, areas[0]!.y * target.width + pixels) : makeRoom(pixels);
    reader.begin(source);
    const hasShaded = reader.read(1) === 1;
    const hasDrawn = reader.read(1) === 1;
    readBlocks(areas, hasShaded, hasDrawn);
    if (!(hasShaded || hasDrawn) || (hasShaded && !readShaded(words, areas)) || (hasDrawn && !readDrawn(words, areas)) || !reader.isAtEnd) {
      return false;
    }

    if (!whole) {
      paint(words, target, areas);
    }

    return true;
  },
};

function makeRoom(pixels: number): Uint32Array {
  if (section.length < pixels) {
    section = new Uint32Array(pixels);
  }

  return section;
}

function across(pixels: number): number {
  return Math.ceil(pixels / SIDE);
}

// Whether each block is shaded: area after area, row by row.
function readBlocks(areas: readonly Rect[], hasShaded: boolean, hasDrawn: boolean): void {
  const count = areas.reduce((sum, area) => sum + across(area.width) * across(area.height), 0);
  if (blocks.length < count) {
    blocks = new Uint8Array(count);
  }

  for (let i = 0; i < count; i++) {
    blocks[i] = hasShaded && (!hasDrawn || reader.read(1) === 1) ? 1 : 0;
  }
}

function readShaded(words: Uint32Array, areas: readonly Rect[]): boolean {
  if (!shadedReader.begin()) {
    return false;
  }

  let at = 0;
  let block = 0;
  for (const { width, height } of areas) {
    for (let y = 0; y < height; y += SIDE) {
      for (let x = 0; x < width; x += SIDE) {
        if (blocks[block++] === 1
          && !shadedReader.readBlock(words, at + y * width + x, width, Math.min(SIDE, width - x), Math.min(SIDE, height - y))) {
          return false;
        }
      }
    }

    at += width * height;
  }

  return true;
}

function readDrawn(words: Uint32Array, areas: readonly Rect[]): boolean {
  if (!drawnReader.begin()) {
    return false;
  }

  let at = 0;
  let first = 0;
  for (const { width, height } of areas) {
    drawnReader.beginArea(width);
    const columns = across(width);
    for (let y = 0; y < height; y++) {
      const row = first + Math.floor(y / SIDE) * columns;
      for (let block = 0; block < columns; block++) {
        if (blocks[row + block] === 1) {
          continue;
        }

        const x = block * SIDE;
        while (block < columns && blocks[row + block] === 0) {
          block++;
        }

        if (!drawnReader.readRow(words, at + y * width, x, Math.min(block * SIDE, width), width)) {
          return false;
        }
      }
    }

    at += width * height;
    first += columns * across(height);
  }

  return true;
}

function paint(words: Uint32Array, target: Framebuffer, areas: readonly Rect[]): void {
  let at = 0;
  for (const area of areas) {
    for (let y = area.y; y < area.y + area.height; y++) {
      target.words.set(words.subarray(at, at + area.width), y * target.width + area.x);
      at += area.width;
    }
  }
}
