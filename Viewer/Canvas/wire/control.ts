import { readU64, view, writeU64 } from './bytes';

/** A message of the control channel; the byte layout stands beside each kind. */
export type ControlMessage =
  /** Viewer to Agent: this frame is on the screen. `u8 1, u32 frame` */
  | { readonly kind: 'painted'; readonly frame: number }
  /** Viewer to Agent: asks for an answer. `u8 2, u64 viewer's µs` */
  | { readonly kind: 'ping'; readonly sent: number }
  /** Viewer to Agent: send a key frame. `u8 3` */
  | { readonly kind: 'keyFrameRequest' }
  /** Agent to Viewer: the answer to a ping. `u8 129, u64 viewer's µs, u64 Agent's µs` */
  | { readonly kind: 'pong'; readonly echo: number; readonly agentTime: number };

export function writeControl(message: ControlMessage): Uint8Array {
  switch (message.kind) {
    case 'painted': {
      const bytes = new Uint8Array(5);
      bytes[0] = 1;
      view(bytes).setUint32(1, message.frame, true);
      return bytes;
    }

    case 'ping': {
      const bytes = new Uint8Array(9);
      bytes[0] = 2;
      writeU64(view(bytes), 1, message.sent);
      return bytes;
    }

    case 'keyFrameRequest':
      return Uint8Array.of(3);
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
      return bytes.length === 5 ? { kind: 'painted', frame: at.getUint32(1, true) } : null;
    case 2:
      return bytes.length === 9 ? { kind: 'ping', sent: readU64(at, 1) } : null;
    case 3:
      return bytes.length === 1 ? { kind: 'keyFrameRequest' } : null;
    case 129:
      return bytes.length === 17 ? { kind: 'pong', echo: readU64(at, 1), agentTime: readU64(at, 9) } : null;
    default:
      return null;
  }
}
