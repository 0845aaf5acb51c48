import { CONTROL, FRAMES, HEAD_SIZE, readHead, type EnvelopeHead } from '../wire/envelope';
import { writeU64 } from '../wire/bytes';
import type { Bytes } from './bytes';

/** Why an envelope was not sealed or not opened; the same names as in C#, where each is explained. */
export type SealingFault =
  | 'truncated'
  | 'malformed'
  | 'wrongChannel'
  | 'wrongViewer'
  | 'forged'
  | 'replayed'
  | 'outOfOrder'
  | 'gap'
  | 'wrongEpoch'
  | 'noKey'
  | 'exhausted';

/** The message, or what is wrong. */
export type Opened = { readonly body: Bytes } | { readonly fault: SealingFault };

/** Envelopes per key: see C#'s EnvelopeCipher for where it comes from. */
export const ENVELOPES_PER_KEY = 2 ** 24;

export const TAG_SIZE = 16;

const NONCE_SIZE = 12;
const KEY_ID_SIZE = 4;

/** What stands in the clear before a body: the head, and on the frame channel the id of the content key. */
export function clearSize(channel: typeof CONTROL | typeof FRAMES): number {
  return HEAD_SIZE + (channel === FRAMES ? KEY_ID_SIZE : 0);
}

/** What every envelope must be before its seal is looked at. */
export function checkForm(
  envelope: Bytes, channel: typeof CONTROL | typeof FRAMES, viewer: number,
): EnvelopeHead | SealingFault {
  if (envelope.length < clearSize(channel) + TAG_SIZE) {
    return 'truncated';
  }

  const head = readHead(envelope);
  if (!head) {
    return 'malformed';
  }

  if (head.channel !== channel) {
    return 'wrongChannel';
  }

  return head.viewer === viewer ? head : 'wrongViewer';
}

/** The sealed body and its tag. */
export async function seal(key: CryptoKey, number: number, clear: Bytes, body: Bytes): Promise<Bytes> {
  return new Uint8Array(
    await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce(number), additionalData: clear, tagLength: 128 }, key, body),
  );
}

/** The body of an envelope that `checkForm` let pass; null where the seal does not fit. */
export function open(key: CryptoKey, head: EnvelopeHead, envelope: Bytes): Promise<Bytes | null> {
  return openSealed(key, head.number, clearSize(head.channel), envelope);
}

/** What is sealed behind so many clear bytes, under this number; null where the seal does not fit. */
export async function openSealed(key: CryptoKey, number: number, clear: number, envelope: Bytes): Promise<Bytes | null> {
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt(
        { name: 'AES-GCM', iv: nonce(number), additionalData: envelope.subarray(0, clear), tagLength: 128 },
        key,
        envelope.subarray(clear),
      ),
    );
  } catch {
    return null; // WebCrypto says no more than that it failed
  }
}

/** `u32 0, u64 number`: never the same twice under one key. */
function nonce(number: number): Bytes {
  const bytes = new Uint8Array(NONCE_SIZE);
  writeU64(new DataView(bytes.buffer), 4, number);
  return bytes;
}
