import { readHello, type Hello } from '../wire/hello';
import { join, type Bytes } from './bytes';
import { POINT_SIZE } from './point';

/** Why an exchange came to nothing. The number is what a refusal carries; a refusal is not authenticated. */
export const ExchangeFault = {
  /** The other end has another code, or somebody in between tried one. The try is spent. */
  WrongCode: 1,
  /** The code has had its tries, or was withdrawn; a new one is needed. */
  NoTriesLeft: 2,
  /** The ends speak different versions; no try is spent. */
  OtherVersion: 3,
  /** This page is in another exchange just now; no try is spent. */
  Busy: 4,
  /** The message has no such kind or length. */
  Malformed: 5,
  /** The share is no point of the curve. */
  InvalidShare: 6,
  /** It took longer than an exchange may. */
  Late: 7,
  /** A good message at the wrong time, or after the end. */
  OutOfTurn: 8,
  /** There is no session that both ends could resume; a new code is needed. */
  NothingToResume: 9,
  /** What the Agent revealed is not what it had bound itself to before. */
  BrokenCommitment: 10,
} as const;

export type ExchangeFault = (typeof ExchangeFault)[keyof typeof ExchangeFault];

/** How long an exchange may take, from the first message to the last. */
export const EXCHANGE_LIMIT_MS = 15_000;

export const NAME_SIZE = 16;

const LAYOUT_VERSION = 1;
const HASH_SIZE = 32;
const MAX_NAMES = 8;

/** One message of an exchange. All begin with `u8 kind, u8 layout version (1)`; what follows stands beside each. */
export type ExchangeMessage =
  /** Agent: `1, 1; 32 commitment, 65 share, hello`; `data` is everything but the share. */
  | { readonly kind: 'agentShare'; readonly commitment: Bytes; readonly share: Bytes; readonly hello: Hello; readonly data: Bytes }
  /** Agent: `3, 1; 32 opening, 32 tag` */
  | { readonly kind: 'agentConfirm'; readonly opening: Bytes; readonly tag: Bytes }
  /** Either: `5, 1; u8 fault` */
  | { readonly kind: 'refuse'; readonly fault: ExchangeFault }
  /** Agent: `17, 1; 65 share, u8 count (1 to 8), count × 16 name, hello`; `data` is everything but the share. */
  | { readonly kind: 'agentResume'; readonly share: Bytes; readonly names: readonly Bytes[]; readonly hello: Hello; readonly data: Bytes }
  /** Agent: `19, 1; 32 tag` */
  | { readonly kind: 'agentResumed'; readonly tag: Bytes };

/** Reads what an Agent may send; the fault where it is none of that. */
export function readExchange(received: Uint8Array): ExchangeMessage | ExchangeFault {
  const bytes = Uint8Array.from(received);
  if (bytes.length >= 2 && bytes[1] !== LAYOUT_VERSION) {
    return ExchangeFault.OtherVersion;
  }

  const rest = bytes.subarray(2);
  switch (bytes[0]) {
    case 1: {
      const hello = readHello(rest.subarray(HASH_SIZE + POINT_SIZE));
      if (rest.length < HASH_SIZE + POINT_SIZE || !hello) {
        break;
      }

      const commitment = rest.slice(0, HASH_SIZE);
      const share = rest.slice(HASH_SIZE, HASH_SIZE + POINT_SIZE);
      const data = join(bytes.subarray(0, 2), commitment, rest.subarray(HASH_SIZE + POINT_SIZE));
      return { kind: 'agentShare', commitment, share, hello, data };
    }

    case 3:
      if (rest.length !== 2 * HASH_SIZE) {
        break;
      }

      return { kind: 'agentConfirm', opening: rest.slice(0, HASH_SIZE), tag: rest.slice(HASH_SIZE) };
    case 5: {
      const fault = Object.values(ExchangeFault).find((known) => known === rest[0]);
      if (rest.length !== 1 || !fault) {
        break;
      }

      return { kind: 'refuse', fault };
    }

    case 17: {
      const count = rest[POINT_SIZE] ?? 0;
      const end = POINT_SIZE + 1 + count * NAME_SIZE;
      const hello = readHello(rest.subarray(end));
      if (count < 1 || count > MAX_NAMES || rest.length < end || !hello) {
        break;
      }

      const names = Array.from({ length: count }, (_, i) =>
        rest.slice(POINT_SIZE + 1 + i * NAME_SIZE, POINT_SIZE + 1 + (i + 1) * NAME_SIZE));
      return {
        kind: 'agentResume', share: rest.slice(0, POINT_SIZE), names, hello, data: join(bytes.subarray(0, 2), rest.subarray(POINT_SIZE)),
      };
    }

    case 19:
      if (rest.length !== HASH_SIZE) {
        break;
      }

      return { kind: 'agentResumed', tag: rest.slice() };
    default:
      break;
  }

  return ExchangeFault.Malformed;
}

/** Viewer: `2, 1; 65 share, hello`. Sending it spends a try. */
export function writeViewerShare(share: Bytes, hello: Uint8Array): Bytes {
  return join(Uint8Array.of(2, LAYOUT_VERSION), share, hello);
}

/** Everything in a Viewer's share message but the share. */
export function viewerShareData(hello: Uint8Array): Bytes {
  return join(Uint8Array.of(2, LAYOUT_VERSION), hello);
}

/** Viewer: `4, 1; 32 tag` */
export function writeViewerConfirm(tag: Bytes): Bytes {
  return join(Uint8Array.of(4, LAYOUT_VERSION), tag);
}

/** Either: `5, 1; u8 fault` */
export function writeRefusal(fault: ExchangeFault): Bytes {
  return Uint8Array.of(5, LAYOUT_VERSION, fault);
}

/** Viewer: `18, 1; 65 share, 16 name, 32 tag, hello` */
export function writeViewerResume(share: Bytes, name: Bytes, tag: Bytes, hello: Uint8Array): Bytes {
  return join(Uint8Array.of(18, LAYOUT_VERSION), share, name, tag, hello);
}

/** Everything in a Viewer's resume message but share and tag. */
export function viewerResumeData(name: Bytes, hello: Uint8Array): Bytes {
  return join(Uint8Array.of(18, LAYOUT_VERSION), name, hello);
}
