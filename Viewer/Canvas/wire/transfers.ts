import { join, type Bytes } from '../sealing/bytes';
import { CHUNK_BYTES, NAME_BYTES, readPieces, writePieces, type Piece } from './pieces';
import { Reader } from './reader';
import { Writer } from './writer';

// By its number on the wire, from 1.
const STATES = ['open', 'held', 'done', 'cancelled', 'differs', 'broken', 'notLogged'] as const;

/** How it stands with a transfer, by the Agent's word. */
export type TransferState = (typeof STATES)[number];

/** Messages of files and clipboards; Shared/Wire/ControlMessage.cs says what each means. */
export type TransferMessage =
  /** Viewer to Agent: bytes. `u8 7, u32 transfer, varint offset, varint bytes, bytes`; Agent to Viewer: `u8 136` */
  | { readonly kind: 'chunk' | 'agentChunk'; readonly transfer: number; readonly offset: number; readonly data: Bytes }
  /** Viewer to Agent: all before this are written. `u8 8, u32 transfer, varint offset`; Agent to Viewer: `u8 137` */
  | { readonly kind: 'received' | 'agentReceived'; readonly transfer: number; readonly offset: number }
  /** Agent to Viewer: how it stands. `u8 138, u32 transfer, u8 state, varint offset` */
  | { readonly kind: 'transferStands'; readonly transfer: number; readonly state: TransferState; readonly offset: number }
  /** Agent to Viewer: the file that the customer has chosen. `u8 139, u32 transfer, varint size, varint bytes, UTF-8 name` */
  | { readonly kind: 'fileOffered'; readonly transfer: number; readonly size: number; readonly name: string }
  /** Agent to Viewer: the customer has copied something. `u8 140, u32 transfer, pieces` */
  | { readonly kind: 'copied'; readonly transfer: number; readonly pieces: readonly Piece[] };

const NUMBERS = { chunk: 7, received: 8, agentChunk: 136, agentReceived: 137, transferStands: 138, fileOffered: 139, copied: 140 } as const;

export function writeTransferMessage(message: TransferMessage): Bytes {
  const to = new Writer().byte(NUMBERS[message.kind]).u32(message.transfer);
  switch (message.kind) {
    case 'chunk':
    case 'agentChunk':
      // Not through the writer: it takes bytes one by one.
      return join(to.varint(message.offset).varint(message.data.length).written, message.data);
    case 'received':
    case 'agentReceived':
      return to.varint(message.offset).written;
    case 'transferStands':
      return to.byte(STATES.indexOf(message.state) + 1).varint(message.offset).written;
    case 'fileOffered':
      return to.varint(message.size).text(message.name).written;
    case 'copied':
      writePieces(to, message.pieces);
      return to.written;
  }
}

/** Null where it is none of these, or something is out of its range, missing, or stands behind it. */
export function readTransferMessage(bytes: Uint8Array): TransferMessage | null {
  const from = new Reader(bytes);
  const kind = from.byte();
  const read = readBody(kind, from.u32(), from);
  return from.isDone ? read : null;
}

function readBody(kind: number, transfer: number, from: Reader): TransferMessage | null {
  const offset = (): number => from.varint(Number.MAX_SAFE_INTEGER);
  switch (kind) {
    case NUMBERS.chunk:
    case NUMBERS.agentChunk: {
      const at = offset();
      const data = Uint8Array.from(from.take(from.varint(CHUNK_BYTES)));
      return data.length > 0 ? { kind: kind === NUMBERS.chunk ? 'chunk' : 'agentChunk', transfer, offset: at, data } : null;
    }

    case NUMBERS.received:
    case NUMBERS.agentReceived:
      return { kind: kind === NUMBERS.received ? 'received' : 'agentReceived', transfer, offset: offset() };
    case NUMBERS.transferStands: {
      const state = STATES[from.byte() - 1];
      return state ? { kind: 'transferStands', transfer, state, offset: offset() } : null;
    }

    case NUMBERS.fileOffered: {
      const read = { kind: 'fileOffered', transfer, size: offset(), name: from.text(NAME_BYTES) } as const;
      return read.name.length > 0 ? read : null;
    }

    case NUMBERS.copied: {
      const pieces = readPieces(from);
      return pieces && { kind: 'copied', transfer, pieces };
    }

    default:
      return null;
  }
}
