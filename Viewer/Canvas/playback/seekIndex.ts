import { readU64, view } from '../wire/bytes';
import { HEAD_SIZE } from '../wire/envelope';

/** A record of a recording. */
export interface Place {
  readonly chunk: number;
  readonly piece: number;
}

/** The clear head of a piece of a seek point. */
export interface SeekHead {
  readonly first: boolean;
  readonly last: boolean;
  /** Whether it is of remembered tiles, not of the picture. */
  readonly tiles: boolean;
  readonly number: number;
  readonly epoch: number;
}

/** A seek point that the Agent made: where its pieces are. */
export interface OwnSeekPoint {
  /** When its picture was whole in the recording, ms; it stands a little before that. */
  readonly arrived: number;
  readonly picture: readonly Place[];
  /** Remembered tiles that belong to it, each group by itself; more may come until the next seek point. */
  readonly tiles: (readonly Place[])[];
}

const VERSION = 1;
const CHANNEL = 2;
const FIRST = 2;
const LAST = 4;
const TILES = 8;

/** Null where it is too short, or of another version or channel. */
export function readSeekHead(envelope: Uint8Array): SeekHead | null {
  const marks = envelope[2] ?? 0;
  if (envelope.length < HEAD_SIZE || envelope[0] !== VERSION || envelope[1] !== CHANNEL || (marks & ~(FIRST | LAST | TILES)) !== 0 || envelope[3] !== 0) {
    return null;
  }

  const at = view(envelope);
  return {
    first: (marks & FIRST) !== 0, last: (marks & LAST) !== 0, tiles: (marks & TILES) !== 0, number: readU64(at, 8), epoch: at.getUint32(16, true),
  };
}

/** The Agent's seek points in the order of the recording, found without opening a seal. */
export class SeekIndex {
  readonly points: OwnSeekPoint[] = [];
  /** The pieces of all of them, in bytes. */
  bytes = 0;

  private begun: { number: number; readonly tiles: boolean; readonly places: Place[] } | null = null;

  /** `onLost`: of a seek point something is not there, at this moment. */
  constructor(private readonly onLost: (at: number) => void) {}

  /** The next piece, in its order. */
  add(payload: Uint8Array, at: number, place: Place): void {
    const head = readSeekHead(payload);
    this.bytes += payload.length;
    if (head?.first) {
      this.lose(at, this.begun !== null);
      this.begun = { number: head.number - 1, tiles: head.tiles, places: [] };
    }

    const { begun } = this;
    if (!begun) {
      return;
    }

    if (!head || head.tiles !== begun.tiles || head.number !== begun.number + 1) {
      this.lose(at);
      return;
    }

    begun.number = head.number;
    begun.places.push(place);
    if (head.last) {
      this.begun = null;
      if (begun.tiles) {
        this.points.at(-1)?.tiles.push(begun.places);
      } else {
        this.points.push({ arrived: at, picture: begun.places, tiles: [] });
      }
    }
  }

  /** What has begun will not be whole. */
  lose(at: number, isLost = true): void {
    this.begun = null;
    if (isLost) {
      this.onLost(at);
    }
  }

  /** A key frame begins, or the recording ends: what has begun before is of no use and no loss. */
  startOver(): void {
    this.begun = null;
  }
}
