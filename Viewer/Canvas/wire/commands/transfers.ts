import { HASH_BYTES, NAME_BYTES, readPieces, writePieces, type Piece } from '../pieces';
import type { Reader } from '../reader';
import type { Writer } from '../writer';

/** Sends the customer a file; needs files. `u8 8, u32 transfer, varint size, varint bytes, UTF-8 name` */
export interface SendFile {
  readonly kind: 'sendFile';
  readonly transfer: number;
  readonly size: number;
  readonly name: string;
}

/** May I have a file? `u8 9, u32 transfer`. And: begins to take the one that was chosen, `u8 10`; does not want it any more, `u8 12` */
export interface OfTransfer {
  readonly kind: 'askFile' | 'fetchFile' | 'cancelTransfer';
  readonly transfer: number;
}

/** All bytes of a file were sent, or were received. `u8 11, u32 transfer, 32 hash` */
export interface FinishFile {
  readonly kind: 'finishFile';
  readonly transfer: number;
  readonly hash: Uint8Array;
}

/** Becomes the customer's clipboard once its bytes are there. `u8 13, u32 transfer, pieces` */
export interface SetClipboard {
  readonly kind: 'setClipboard';
  readonly transfer: number;
  readonly pieces: readonly Piece[];
}

export type TransferCommand = SendFile | OfTransfer | FinishFile | SetClipboard;

const NUMBERS = { sendFile: 8, askFile: 9, fetchFile: 10, finishFile: 11, cancelTransfer: 12, setClipboard: 13 } as const;

/** The kinds of commands that are of files, as they stand in a refusal. */
export const FILE_COMMANDS: readonly number[] = [
  NUMBERS.sendFile, NUMBERS.askFile, NUMBERS.fetchFile, NUMBERS.finishFile, NUMBERS.cancelTransfer,
];

export function writeTransfer(to: Writer, command: TransferCommand): void {
  to.byte(NUMBERS[command.kind]).u32(command.transfer);
  switch (command.kind) {
    case 'sendFile':
      to.varint(command.size).text(command.name);
      break;
    case 'finishFile':
      to.bytes(command.hash);
      break;
    case 'setClipboard':
      writePieces(to, command.pieces);
      break;
    default:
      break;
  }
}

const readOf = (kind: OfTransfer['kind']) => (from: Reader): OfTransfer => ({ kind, transfer: from.u32() });

export const TRANSFER_READERS: Readonly<Record<number, (from: Reader) => TransferCommand | null>> = {
  [NUMBERS.sendFile]: from => {
    const read = { kind: 'sendFile', transfer: from.u32(), size: from.varint(Number.MAX_SAFE_INTEGER), name: from.text(NAME_BYTES) } as const;
    return read.name.length > 0 ? read : null;
  },
  [NUMBERS.askFile]: readOf('askFile'),
  [NUMBERS.fetchFile]: readOf('fetchFile'),
  [NUMBERS.finishFile]: from => ({ kind: 'finishFile', transfer: from.u32(), hash: Uint8Array.from(from.take(HASH_BYTES)) }),
  [NUMBERS.cancelTransfer]: readOf('cancelTransfer'),
  [NUMBERS.setClipboard]: from => {
    const transfer = from.u32();
    const pieces = readPieces(from);
    return pieces && { kind: 'setClipboard', transfer, pieces };
  },
};
