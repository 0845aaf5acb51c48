import { ascii, idBytes, join, lengthValue, same, u32, type Bytes } from './bytes';
import { sha256 } from './map';
import { isPoint, POINT_SIZE } from './point';
import { platformRandom, timesBase, timesVerified, type SealingRandom } from './scalar';
import { comparisonWords, type ComparisonWords } from './words';

// How a viewer that has keys vouches for one that has none; SEALING.md, "A further viewer". The newcomer binds itself
// to its point before it sees the challenge, so nobody can choose the words that both pages show.

const COMMITMENT_SIZE = 32;
const CHALLENGE_SIZE = 16;
const NONCE_SIZE = 16;
const SECRET_SIZE = 32;
const TAG_SIZE = 16;

/** One message between the two; what follows the kind stands beside each. */
export type IntroductionMessage =
  /** Newcomer: `1; 32 commitment` */
  | { readonly kind: 'ask'; readonly commitment: Bytes }
  /** The one with keys: `2; 16 random` */
  | { readonly kind: 'challenge'; readonly challenge: Bytes }
  /** Newcomer: `3; 65 point, 16 nonce` */
  | { readonly kind: 'open'; readonly point: Bytes; readonly nonce: Bytes }
  /** The one with keys: `4; 65 point, 48 sealed secret` */
  | { readonly kind: 'grant'; readonly point: Bytes; readonly sealed: Bytes }
  /** The one with keys: `5` */
  | { readonly kind: 'refuse' };

export function readIntroduction(received: Uint8Array): IntroductionMessage | null {
  const rest = Uint8Array.from(received.subarray(1));
  switch (received[0]) {
    case 1:
      return rest.length === COMMITMENT_SIZE ? { kind: 'ask', commitment: rest } : null;
    case 2:
      return rest.length === CHALLENGE_SIZE ? { kind: 'challenge', challenge: rest } : null;
    case 3:
      return rest.length === POINT_SIZE + NONCE_SIZE
        ? { kind: 'open', point: rest.slice(0, POINT_SIZE), nonce: rest.slice(POINT_SIZE) }
        : null;
    case 4:
      return rest.length === POINT_SIZE + SECRET_SIZE + TAG_SIZE
        ? { kind: 'grant', point: rest.slice(0, POINT_SIZE), sealed: rest.slice(POINT_SIZE) }
        : null;
    case 5:
      return rest.length === 0 ? { kind: 'refuse' } : null;
    default:
      return null;
  }
}

export function writeIntroduction(message: IntroductionMessage): Bytes {
  switch (message.kind) {
    case 'ask':
      return join(Uint8Array.of(1), message.commitment);
    case 'challenge':
      return join(Uint8Array.of(2), message.challenge);
    case 'open':
      return join(Uint8Array.of(3), message.point, message.nonce);
    case 'grant':
      return join(Uint8Array.of(4), message.point, message.sealed);
    case 'refuse':
      return Uint8Array.of(5);
  }
}

/** Where an introduction stands once the newcomer has opened its commitment. */
interface Opened {
  readonly point: Bytes;
  readonly nonce: Bytes;
  readonly challenge: Bytes;
}

/** The newcomer's half. */
export class Asking {
  private challenge: Bytes | null = null;

  private constructor(
    private readonly session: string,
    private readonly viewer: number,
    private readonly scalar: CryptoKeyPair,
    private readonly point: Bytes,
    private readonly nonce: Bytes,
    /** The first message. */
    readonly ask: Bytes,
  ) {}

  static async begin(session: string, viewer: number, random: SealingRandom = platformRandom): Promise<Asking> {
    const scalar = await random.scalar();
    const point = await timesBase(scalar);
    const nonce = random.bytes(NONCE_SIZE);
    const commitment = await commit(point, nonce);
    return new Asking(session, viewer, scalar, point, nonce, writeIntroduction({ kind: 'ask', commitment }));
  }

  /** Takes the challenge: the next message, and the words to be shown. */
  async answer(challenge: Bytes): Promise<{ readonly open: Bytes; readonly words: ComparisonWords }> {
    this.challenge = challenge;
    return {
      open: writeIntroduction({ kind: 'open', point: this.point, nonce: this.nonce }),
      words: await wordsOf({ point: this.point, nonce: this.nonce, challenge }),
    };
  }

  /** The secret to resume with; null where the grant is none for this page. */
  async unseal(point: Bytes, sealed: Bytes): Promise<Bytes | null> {
    const product = this.challenge && await timesVerified(this.scalar, point);
    if (!this.challenge || !product) {
      return null;
    }

    const opened = { point: this.point, nonce: this.nonce, challenge: this.challenge };
    const key = await secretKey(product, opened, point, this.session, this.viewer);
    try {
      return new Uint8Array(await crypto.subtle.decrypt(sealing, key, sealed));
    } catch {
      return null;
    }
  }
}

/** The half of the one that has keys, for one newcomer. */
export class Vouching {
  /** The first answer. */
  readonly challengeMessage: Bytes;

  private readonly challenge: Bytes;
  private opened: Opened | null = null;

  constructor(
    private readonly session: string,
    private readonly viewer: number,
    private readonly commitment: Bytes,
    private readonly random: SealingRandom = platformRandom,
  ) {
    this.challenge = random.bytes(CHALLENGE_SIZE);
    this.challengeMessage = writeIntroduction({ kind: 'challenge', challenge: this.challenge });
  }

  /** The words that the newcomer's page must show too; null where it does not open what it had bound itself to. */
  async open(point: Bytes, nonce: Bytes): Promise<ComparisonWords | null> {
    if (this.opened || !isPoint(point) || !same(await commit(point, nonce), this.commitment)) {
      return null;
    }

    this.opened = { point, nonce, challenge: this.challenge };
    return wordsOf(this.opened);
  }

  /** The secret that Agent and newcomer will resume with, and the message that brings it to the newcomer. */
  async grant(): Promise<{ readonly secret: Bytes; readonly message: Bytes }> {
    const scalar = await this.random.scalar();
    const product = this.opened && await timesVerified(scalar, this.opened.point);
    if (!this.opened || !product) {
      throw new Error('Nobody has asked to be introduced.');
    }

    const secret = this.random.bytes(SECRET_SIZE);
    const point = await timesBase(scalar);
    const key = await secretKey(product, this.opened, point, this.session, this.viewer);
    const sealed = new Uint8Array(await crypto.subtle.encrypt(sealing, key, secret));
    return { secret, message: writeIntroduction({ kind: 'grant', point, sealed }) };
  }
}

// The key is used once, so its nonce may be any.
const sealing = { name: 'AES-GCM', iv: new Uint8Array(12), tagLength: 128 } as const;

function commit(point: Bytes, nonce: Bytes): Promise<Bytes> {
  return sha256(lengthValue(ascii('RemoteAssist introduction'), point, nonce));
}

async function wordsOf({ point, nonce, challenge }: Opened): Promise<ComparisonWords> {
  const hash = await sha256(lengthValue(ascii('RemoteAssist introduction words'), point, nonce, challenge));
  return comparisonWords(hash[0]!, hash[1]!);
}

async function secretKey(
  product: Bytes, { point, nonce, challenge }: Opened, theirs: Bytes, session: string, viewer: number,
): Promise<CryptoKey> {
  const salt = await sha256(lengthValue(point, nonce, challenge, theirs));
  const info = lengthValue(ascii('RemoteAssist introduction'), idBytes(session), u32(viewer));
  const product256 = await crypto.subtle.importKey('raw', product, 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info }, product256, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'],
  );
}
