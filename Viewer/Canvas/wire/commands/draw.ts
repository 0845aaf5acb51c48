import type { Reader } from '../reader';
import type { Writer } from '../writer';
import { readMark, writeMark, type Mark } from './mark';

/** Draws, or goes on drawing. `u8 6, mark` */
export interface Draw {
  readonly kind: 'draw';
  readonly mark: Mark;
}

export function writeDraw(to: Writer, { mark }: Draw): void {
  writeMark(to, mark);
}

export function readDraw(from: Reader): Draw | null {
  const mark = readMark(from);
  return mark ? { kind: 'draw', mark } : null;
}
