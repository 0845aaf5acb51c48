import type { Scope } from '../scope';
import { join, u32, type Bytes } from '../sealing/bytes';
import { readU64, view, writeU64 } from './bytes';
import { readMonitors, writeMonitors, type Monitors } from './monitors';
import { Reader } from './reader';
import type { Rect } from './rect';
import { readReport, writeReport, type ComputerReport } from './report';
import { readRefusal, writeRefusal, type CommandRefusal } from './refusal';
import { readStanding, writeStanding } from './standing';
import { readTransferMessage, writeTransferMessage, type TransferMessage } from './transfers';
import { Writer } from './writer';

/** The largest command, in bytes. */
export const MAX_COMMAND_BYTES = 4096;

/** The longest line of the chat, in bytes of UTF-8. */
export const MAX_LINE_BYTES = 2000;

/** A message of the control channel; the byte layout stands beside each kind. Content keys are in sealing/frames.ts. */
export type ControlMessage =
  /** Viewer to Agent: this frame is on the screen. `u8 1, u32 frame, u32 µs` from its last byte's arrival to this message */
  | { readonly kind: 'painted'; readonly frame: number; readonly heldFor: number }
  /** Viewer to Agent: asks for an answer. `u8 2, u64 viewer's µs` */
  | { readonly kind: 'ping'; readonly sent: number }
  /** Viewer to Agent: send a key frame. `u8 3` */
  | { readonly kind: 'keyFrameRequest' }
  /** Viewer to Agent: do this exactly once; sequences count from 1, across resumptions. `u8 4, u32 sequence, command` */
  | { readonly kind: 'command'; readonly sequence: number; readonly body: Bytes }
  /** Viewer to Agent: after this frame these tiles do not look as they must. `u8 5, u32 frame, u32 first tile, u32 tiles` */
  | { readonly kind: 'differs'; readonly frame: number; readonly first: number; readonly count: number }
  /** Viewer to Agent: what the customer wrote is on the screen, up to this one. `u8 6, u32 line` */
  | { readonly kind: 'seen'; readonly line: number }
  /** Agent to Viewer: every command up to this one is done; said first on every connection. `u8 131, u32 sequence` */
  | { readonly kind: 'done'; readonly sequence: number }
  /** Agent to Viewer: the customer's answer about a viewer that this one introduced. `u8 132, u32 viewer, u8 1 allowed or 0` */
  | { readonly kind: 'admitted'; readonly viewer: number; readonly allowed: boolean }
  /** Agent to Viewer: this command was not done, or what it asked for was declined. `u8 133, u32 sequence, u8 why` */
  | { readonly kind: 'refused'; readonly sequence: number; readonly why: CommandRefusal }
  /** Agent to Viewer: what the customer allows now; its bytes are in standing.ts. */
  | Standing
  /** Agent to Viewer: a line of the chat. `u8 135, u32 line, u8 from, varint bytes, UTF-8`; from: 0 customer, else viewer % 255 + 1 */
  | { readonly kind: 'said'; readonly line: number; readonly from: number; readonly text: string }
  /** Agent to Viewer: what a diagnose command asked for. `u8 150, u32 sequence of the command, report` */
  | { readonly kind: 'report'; readonly sequence: number; readonly report: ComputerReport }
  /** Agent to Viewer: the customer's monitors; its bytes are in monitors.ts. */
  | Monitors
  /** Bytes of files and clipboards, and how each stands; they are in transfers.ts. */
  | TransferMessage
  /** Agent to Viewer: the answer to a ping. `u8 129, u64 viewer's µs, u64 Agent's µs` */
  | { readonly kind: 'pong'; readonly echo: number; readonly agentTime: number };

/** What the customer allows now, by the Agent's own word; said first on every connection and at each change. */
export interface Standing {
  readonly kind: 'standing';
  readonly scopes: readonly Scope[];
  readonly secondsLeft: number;
  readonly paused: boolean;
  readonly questionOpen: boolean;
  /** The part of the picture that is shared. */
  readonly shared: Rect;
}

export function writeControl(message: ControlMessage): Bytes {
  switch (message.kind) {
    case 'painted':
      return join(Uint8Array.of(1), u32(message.frame), u32(message.heldFor));
    case 'ping': {
      const bytes = new Uint8Array(9);
      bytes[0] = 2;
      writeU64(view(bytes), 1, message.sent);
      return bytes;
    }

    case 'keyFrameRequest':
      return Uint8Array.of(3);
    case 'command':
      return join(Uint8Array.of(4), u32(message.sequence), message.body);
    case 'differs':
      return join(Uint8Array.of(5), u32(message.frame), u32(message.first), u32(message.count));
    case 'seen':
      return join(Uint8Array.of(6), u32(message.line));
    case 'done':
      return join(Uint8Array.of(131), u32(message.sequence));
    case 'admitted':
      return join(Uint8Array.of(132), u32(message.viewer), Uint8Array.of(message.allowed ? 1 : 0));
    case 'refused':
      return join(Uint8Array.of(133), u32(message.sequence), Uint8Array.of(writeRefusal(message.why)));
    case 'standing':
      return writeStanding(message);
    case 'said':
      return new Writer().byte(135).u32(message.line).byte(message.from).text(message.text).written;
    case 'report':
      return writeReport(new Writer().byte(150).u32(message.sequence), message.report).written;
    case 'monitors':
      return writeMonitors(message);
    case 'pong': {
      const bytes = new Uint8Array(17);
      bytes[0] = 129;
      writeU64(view(bytes), 1, message.echo);
      writeU64(view(bytes), 9, message.agentTime);
      return bytes;
    }

    default:
      return writeTransferMessage(message);
  }
}

/** Null where the kind is unknown or the length does not fit the kind. */
export function readControl(bytes: Uint8Array): ControlMessage | null {
  const at = view(bytes);
  switch (bytes[0]) {
    case 1:
      return bytes.length === 9 ? { kind: 'painted', frame: at.getUint32(1, true), heldFor: at.getUint32(5, true) } : null;
    case 2:
      return bytes.length === 9 ? { kind: 'ping', sent: readU64(at, 1) } : null;
    case 3:
      return bytes.length === 1 ? { kind: 'keyFrameRequest' } : null;
    case 4:
      return bytes.length > 5 && bytes.length <= 5 + MAX_COMMAND_BYTES
        ? { kind: 'command', sequence: at.getUint32(1, true), body: Uint8Array.from(bytes.subarray(5)) }
        : null;
    case 5:
      return bytes.length === 13
        ? { kind: 'differs', frame: at.getUint32(1, true), first: at.getUint32(5, true), count: at.getUint32(9, true) }
        : null;
    case 6:
      return bytes.length === 5 ? { kind: 'seen', line: at.getUint32(1, true) } : null;
    case 131:
      return bytes.length === 5 ? { kind: 'done', sequence: at.getUint32(1, true) } : null;
    case 132:
      return bytes.length === 6 && bytes[5]! <= 1
        ? { kind: 'admitted', viewer: at.getUint32(1, true), allowed: bytes[5] === 1 }
        : null;
    case 133:
      return bytes.length === 6 ? readRefused(at.getUint32(1, true), bytes[5]!) : null;
    case 134:
      return readStanding(bytes);
    case 135:
      return readSaid(new Reader(bytes.subarray(1)));
    case 150: {
      const report = bytes.length > 5 ? readReport(bytes.subarray(5)) : null;
      return report && { kind: 'report', sequence: at.getUint32(1, true), report };
    }

    case 146:
      return readMonitors(bytes);
    case 129:
      return bytes.length === 17 ? { kind: 'pong', echo: readU64(at, 1), agentTime: readU64(at, 9) } : null;
    default:
      return readTransferMessage(bytes);
  }
}

function readRefused(sequence: number, number: number): ControlMessage | null {
  const why = readRefusal(number);
  return why === null ? null : { kind: 'refused', sequence, why };
}

function readSaid(from: Reader): ControlMessage | null {
  const said = { kind: 'said', line: from.u32(), from: from.byte(), text: from.text(MAX_LINE_BYTES) } as const;
  return from.isDone && said.text.length > 0 ? said : null;
}
