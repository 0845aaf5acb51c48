import type { Reader } from '../reader';
import { MAX_SIDE } from '../rect';
import type { Writer } from '../writer';

// By its number on the wire, from 1.
const TOOLS = ['pen', 'arrow', 'box', 'highlighter', 'text', 'step', 'laser'] as const;

/** What a mark is drawn with. */
export type MarkTool = (typeof TOOLS)[number];

/** Colours of the palette. */
export const MARK_COLOURS = 6;

/** The broadest line, and the largest letters, in pixels. */
export const MOST_WIDTH = 64;

/** Points of one mark in all, and in one message. */
export const MOST_POINTS = 4096;
export const MOST_POINTS_AT_ONCE = 255;

/** The longest text of a mark, in bytes of UTF-8. */
export const MOST_WORDS_BYTES = 400;

/** A pixel of the picture. */
export interface MarkPoint {
  readonly x: number;
  readonly y: number;
}

/**
 * One thing drawn over the customer's screen. One that comes again under its id goes on (pen, highlighter, laser) or takes
 * its place (all others). `u32 id, u8 tool, u8 colour, u8 width, u8 1 fades or 0, u8 points, each varint x, varint y; text
 * and step: varint bytes, UTF-8`
 */
export interface Mark {
  readonly id: number;
  readonly tool: MarkTool;
  /** 0 to 5, of the palette that both ends have. */
  readonly colour: number;
  /** Of its lines in pixels, 1 to 64; of text and steps the size of the letters. */
  readonly width: number;
  /** Whether it goes away by itself. */
  readonly fades: boolean;
  /** One for text and step, two for arrow and box, else 1 to 255. */
  readonly points: readonly MarkPoint[];
  /** Of text; of a step its number; else empty. */
  readonly words: string;
}

/** Whether points that come under the same id are added to those there. */
export function grows(tool: MarkTool): boolean {
  return tool === 'pen' || tool === 'highlighter' || tool === 'laser';
}

export function writeMark(to: Writer, mark: Mark): void {
  to.u32(mark.id).byte(TOOLS.indexOf(mark.tool) + 1).byte(mark.colour).byte(mark.width).flag(mark.fades).byte(mark.points.length);
  mark.points.forEach(({ x, y }) => to.varint(x).varint(y));
  if (hasWords(mark.tool)) {
    to.text(mark.words);
  }
}

export function readMark(from: Reader): Mark | null {
  const id = from.u32();
  const tool = TOOLS[from.byte() - 1];
  const head = { colour: from.byte(), width: from.byte(), fades: from.flag() };
  const points: MarkPoint[] = [];
  for (let left = from.byte(); left > 0 && !from.broken; left--) {
    points.push({ x: from.varint(MAX_SIDE - 1), y: from.varint(MAX_SIDE - 1) });
  }

  if (!tool || head.colour >= MARK_COLOURS || head.width === 0 || head.width > MOST_WIDTH || !mayHave(tool, points.length)) {
    return null;
  }

  const words = hasWords(tool) ? from.text(MOST_WORDS_BYTES) : '';
  return hasWords(tool) && words.length === 0 ? null : { id, tool, ...head, points, words };
}

function hasWords(tool: MarkTool): boolean {
  return tool === 'text' || tool === 'step';
}

function mayHave(tool: MarkTool, points: number): boolean {
  return hasWords(tool) ? points === 1 : tool === 'arrow' || tool === 'box' ? points === 2 : points >= 1;
}
