import { MAX_LINE_BYTES } from '../control';
import type { Reader } from '../reader';
import type { Writer } from '../writer';

/** A line for the customer. `u8 4, varint bytes, UTF-8`, 1 to 2,000 bytes */
export interface Chat {
  readonly kind: 'chat';
  readonly text: string;
}

export function writeChat(to: Writer, { text }: Chat): void {
  to.text(text);
}

export function readChat(from: Reader): Chat | null {
  const text = from.text(MAX_LINE_BYTES);
  return text.length > 0 ? { kind: 'chat', text } : null;
}
