import { SCOPES } from '../scope';
import type { Bytes } from '../sealing/bytes';
import { readRect, view, writeRect } from './bytes';
import type { Standing } from './control';

// u8 134, u16 scopes (bit n is scope n), u32 seconds left, u8 marks, 4 × u16 x, y, width, height of what is shared
const LENGTH = 16;

const PAUSED = 1;
const QUESTION_OPEN = 2;

export function writeStanding(standing: Standing): Bytes {
  const bytes = new Uint8Array(LENGTH);
  const at = view(bytes);
  bytes[0] = 134;
  at.setUint16(1, standing.scopes.reduce((bits, scope) => bits | (1 << SCOPES.indexOf(scope)), 0), true);
  at.setUint32(3, standing.secondsLeft, true);
  bytes[7] = (standing.paused ? PAUSED : 0) | (standing.questionOpen ? QUESTION_OPEN : 0);
  writeRect(at, 8, standing.shared);
  return bytes;
}

/** Null where the length does not fit, or a scope or a mark is none that there is. */
export function readStanding(bytes: Uint8Array): Standing | null {
  const at = view(bytes);
  if (bytes.length !== LENGTH || at.getUint16(1, true) >> SCOPES.length !== 0 || bytes[7]! > (PAUSED | QUESTION_OPEN)) {
    return null;
  }

  const bits = at.getUint16(1, true);
  return {
    kind: 'standing',
    scopes: SCOPES.filter((_, i) => (bits & (1 << i)) !== 0),
    secondsLeft: at.getUint32(3, true),
    paused: (bytes[7]! & PAUSED) !== 0,
    questionOpen: (bytes[7]! & QUESTION_OPEN) !== 0,
    shared: readRect(at, 8),
  };
}
