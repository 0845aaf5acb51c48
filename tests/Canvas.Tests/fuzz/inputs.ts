import { Dice, mix } from './dice';
import { FIXED, VARINTS } from './edges';

const FIRST_PLACES = 600;
const MOST_CHANGES = 6;
const MOST_BYTES = 2 ** 20 + 64;

// One input in so many repeats a piece until it is long: that is where work grows faster than bytes.
const REPEAT_ONE_IN = 64;
const MOST_REPEATS = 4096;

// Comes round to every systematic input in a mixed order.
const STRIDE = 1_000_003;

/**
 * The inputs of one target, by number: any of them can be made again. Every other one is systematic for as long as there
 * are such: each seed as it is, cut off at each place, and with each edge of a length at each place. All others are drawn.
 */
export class Inputs {
  readonly systematic: number;

  private readonly name: number;
  private readonly before: number[] = [0]; // systematic inputs before those of each seed

  constructor(target: string, private readonly seeds: readonly Uint8Array[], private readonly seed: number) {
    this.name = mix(...new TextEncoder().encode(target));
    for (const one of seeds) {
      this.before.push(this.before.at(-1)! + places(one) * (1 + FIXED.length + VARINTS.length));
    }

    this.systematic = this.before.at(-1)!;
  }

  make(number: number): Uint8Array<ArrayBuffer> {
    if (number % 2 === 0 && number / 2 < this.systematic) {
      return this.makeSystematic(((number / 2) * STRIDE) % this.systematic);
    }

    const dice = new Dice(mix(this.name, this.seed, number));
    let bytes = Uint8Array.from(this.draw(dice));
    for (let changes = 1 + Math.min(dice.next(MOST_CHANGES), dice.next(MOST_CHANGES)); changes > 0; changes--) {
      bytes = this.change(bytes, dice);
    }

    return dice.next(REPEAT_ONE_IN) === 0 ? repeat(bytes, dice, 1 + dice.next(MOST_REPEATS)) : bytes;
  }

  private draw(dice: Dice): Uint8Array {
    return this.seeds[dice.next(this.seeds.length)]!;
  }

  private makeSystematic(number: number): Uint8Array<ArrayBuffer> {
    const which = this.before.findLastIndex(before => before <= number);
    const seed = this.seeds[which]!;
    const kind = Math.floor((number - this.before[which]!) / places(seed));
    const place = (number - this.before[which]!) % places(seed);
    if (kind === 0) {
      return seed.slice(0, place === places(seed) - 1 ? seed.length : place) as Uint8Array<ArrayBuffer>;
    }

    const bytes = Uint8Array.from(seed);
    return kind <= FIXED.length ? overwrite(bytes, place, FIXED[kind - 1]!) : replaceVarint(bytes, place, VARINTS[kind - 1 - FIXED.length]!);
  }

  private change(bytes: Uint8Array<ArrayBuffer>, dice: Dice): Uint8Array<ArrayBuffer> {
    const at = dice.next(bytes.length + 1);
    switch (dice.next(10)) {
      case 0:
        return at < bytes.length ? overwrite(bytes, at, Uint8Array.of(bytes[at]! ^ (1 << dice.next(8)))) : bytes;
      case 1:
        return overwrite(bytes, at, Uint8Array.of(dice.next(256)));
      case 2:
        return at < bytes.length ? overwrite(bytes, at, Uint8Array.of(bytes[at]! + dice.next(2) * 2 - 1)) : bytes;
      case 3:
        return overwrite(bytes, at, FIXED[dice.next(FIXED.length)]!);
      case 4:
        return replaceVarint(bytes, at, VARINTS[dice.next(VARINTS.length)]!);
      case 5:
        return bytes.slice(0, at);
      case 6:
        return splice(bytes, at, 1 + dice.next(16), new Uint8Array(0));
      case 7:
        return splice(bytes, at, 0, Uint8Array.from({ length: 1 + dice.next(16) }, () => dice.next(256)));
      case 8:
        return repeat(bytes, dice, 1);
      default: {
        // A piece of another seed: put in, or all that follows.
        const other = this.draw(dice);
        const from = dice.next(other.length + 1);
        return dice.next(2) === 0
          ? splice(bytes, at, bytes.length, other.subarray(from))
          : splice(bytes, at, 0, other.subarray(from, from + dice.next(other.length - from + 1)));
      }
    }
  }
}

// The place behind the last byte counts, too: there nothing is cut off.
function places(seed: Uint8Array): number {
  return Math.min(seed.length, FIRST_PLACES) + 1;
}

function overwrite(bytes: Uint8Array<ArrayBuffer>, at: number, piece: Uint8Array): Uint8Array<ArrayBuffer> {
  bytes.set(piece.subarray(0, bytes.length - at), at);
  return bytes;
}

function replaceVarint(bytes: Uint8Array<ArrayBuffer>, at: number, number: Uint8Array): Uint8Array<ArrayBuffer> {
  const end = bytes.findIndex((byte, i) => i >= at && byte < 0x80);
  return splice(bytes, at, end < 0 ? 0 : end + 1 - at, number);
}

function splice(bytes: Uint8Array, at: number, removed: number, piece: Uint8Array): Uint8Array<ArrayBuffer> {
  const rest = bytes.subarray(Math.min(at + removed, bytes.length));
  const room = Math.max(0, Math.min(piece.length, MOST_BYTES - at - rest.length));
  const joined = new Uint8Array(at + room + rest.length);
  joined.set(bytes.subarray(0, at));
  joined.set(piece.subarray(0, room), at);
  joined.set(rest, at + room);
  return joined;
}

function repeat(bytes: Uint8Array, dice: Dice, times: number): Uint8Array<ArrayBuffer> {
  const from = dice.next(bytes.length);
  const length = Math.min(1 + dice.next(bytes.length - from), times === 1 ? MOST_BYTES : 64);
  const piece = bytes.subarray(from, from + length);
  const most = piece.length === 0 ? 0 : Math.min(times, Math.floor((MOST_BYTES - bytes.length) / piece.length));
  const pieces = new Uint8Array(most * piece.length);
  for (let i = 0; i < most; i++) {
    pieces.set(piece, i * piece.length);
  }

  return splice(bytes, from, 0, pieces);
}
