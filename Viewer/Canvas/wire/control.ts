import { join, u32, type Bytes } from '../sealing/bytes';
import { readU64, view, writeU64 } from './bytes';

/** The largest command, in bytes. */
export const MAX_COMMAND_BYTES = 1024;

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
  /** Agent to Viewer: every command up to this one is done; said first on every connection. `u8 131, u32 sequence` */
  | { readonly kind: 'done'; readonly sequence: number }
  /** Agent to Viewer: the customer's answer about a viewer that this one introduced. `u8 132, u32 viewer, u8 1 allowed or 0` */
  | { readonly kind: 'admitted'; readonly viewer: number; readonly allowed: boolean }
  /** Agent to Viewer: the answer to a ping. `u8 129, u64 viewer's µs, u64 Agent's µs` */
  | { readonly kind: 'pong'; readonly echo: number; readonly agentTime: number };

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
    case 'done':
      return join(Uint8Array.of(131), u32(message.sequence));
    case 'admitted':
      return join(Uint8Array.of(132), u32(message.viewer), Uint8Array.of(message.allowed ? 1 : 0));
    case 'pong': {
      const bytes = new Uint8Array(17);
      bytes[0] = 129;
      writeU64(view(bytes), 1, message.echo);
      writeU64(view(bytes), 9, message.agentTime);
      return bytes;
    }
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
    case 131:
      return bytes.length === 5 ? { kind: 'done', sequence: at.getUint32(1, true) } : null;
    case 132:
      return bytes.length === 6 && bytes[5]! <= 1
        ? { kind: 'admitted', viewer: at.getUint32(1, true), allowed: bytes[5] === 1 }
        : null;
    case 129:
      return bytes.length === 17 ? { kind: 'pong', echo: readU64(at, 1), agentTime: readU64(at, 9) } : null;
    default:
      return null;
  }
}
