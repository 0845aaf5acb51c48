import { ascii, idBytes, join, lengthValue, u16, u32, type Bytes } from '../../Viewer/Canvas/sealing/bytes';
import { TAG_SIZE } from '../../Viewer/Canvas/sealing/cipher';
import { confirm, generator, sessionKey, transcript } from '../../Viewer/Canvas/sealing/cpace';
import { channelOf, keysFrom, labelOf, mix, rootOf, type ConnectionKeys, type ExchangeContext, type ResumptionSecret } from '../../Viewer/Canvas/sealing/keys';
import { sha256 } from '../../Viewer/Canvas/sealing/map';
import { platformRandom, times, timesBase, timesVerified } from '../../Viewer/Canvas/sealing/scalar';
import { readControl, writeControl, type ControlMessage } from '../../Viewer/Canvas/wire/control';
import { CONTROL, FRAMES, HEAD_SIZE, readHead, wrap } from '../../Viewer/Canvas/wire/envelope';
import { PROTOCOL_VERSION, writeHello } from '../../Viewer/Canvas/wire/hello';

// The other end, as far as these tests need it: what the product has in C# and proves by the shared vectors.

const random = platformRandom;

export const session = '0198a1b2-c3d4-7e5f-8091-a2b3c4d5e6f7';

export function contextOf(viewer: number): ExchangeContext {
  return { protocolVersion: PROTOCOL_VERSION, session, viewer };
}

function hello(version = PROTOCOL_VERSION): Bytes {
  return Uint8Array.from(writeHello({ protocolVersion: version, codecs: [1, 2], salt: random.bytes(16) }));
}

/** Types a code: its first message, and the second once it has the Viewer's. */
export async function typeCode(context: ExchangeContext, nameplate: string, secret: string, version = PROTOCOL_VERSION) {
  const mine = hello(version);
  const opening = random.bytes(32);
  const commitment = await sha256(lengthValue(ascii('RemoteAssist commitment'), opening));
  const channel = channelOf(context, nameplate);
  const sid = join(idBytes(context.session), mine.subarray(mine.length - 16));
  const scalar = await random.scalar();
  const share = await times(scalar, await generator(ascii(secret), channel, sid));
  const data = join(Uint8Array.of(1, 1), commitment, mine);
  return {
    first: join(Uint8Array.of(1, 1), commitment, share, mine),
    async second(reply: Uint8Array) {
      const theirs = Uint8Array.from(reply.subarray(2, 67));
      const theirData = join(Uint8Array.of(2, 1), reply.subarray(67));
      const product = await timesVerified(scalar, theirs);
      const key = await sessionKey(sid, product!, transcript(share, data, theirs, theirData));
      const hash = await sha256(lengthValue(
        ascii('RemoteAssist transcript'), channel, sid, share, data, theirs, theirData, opening));
      return {
        message: join(Uint8Array.of(3, 1), opening, await confirm(sid, key, share, data)),
        keys: async () => keysFrom(await rootOf(context, key, hash), context),
        transcriptHash: hash,
      };
    },
  };
}

/** Resumes with a secret: its first message, and the second once it has the Viewer's. */
export async function resume(context: ExchangeContext, secret: ResumptionSecret, version = PROTOCOL_VERSION) {
  const scalar = await random.scalar();
  const share = await timesBase(scalar);
  const rest = join(Uint8Array.of(1), secret.name, hello(version));
  return {
    first: join(Uint8Array.of(17, 1), share, rest),
    async second(reply: Uint8Array) {
      const theirs = Uint8Array.from(reply.subarray(2, 67));
      const theirData = join(Uint8Array.of(18, 1), reply.subarray(67, 83), reply.subarray(115));
      const product = await timesVerified(scalar, theirs);
      const hash = await sha256(lengthValue(
        ascii('RemoteAssist resumption transcript'), labelOf(context, 'resumption'),
        share, join(Uint8Array.of(17, 1), rest), theirs, theirData));
      return {
        message: join(Uint8Array.of(19, 1), await mix(secret, product!, 'agent confirms', hash)),
        keys: async () => keysFrom(await mix(secret, product!, 'root', hash), context),
      };
    },
  };
}

/** Keys that nobody agreed on, for both directions. */
export async function someKeys(viewer: number): Promise<ConnectionKeys> {
  const aes = (): Promise<CryptoKey> => crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
  const keys = await keysFrom(random.bytes(32), contextOf(viewer));
  return { ...keys, controlToViewer: await aes(), controlToAgent: await aes() };
}

/** The Agent's end of a control channel under `someKeys`. */
export class AgentChannel {
  private sent = 0;
  private heard = 0;

  constructor(private readonly keys: ConnectionKeys) {}

  say(message: ControlMessage): Promise<Bytes> {
    return this.sayBytes(writeControl(message));
  }

  sayKey(id: number, secret: Uint8Array): Promise<Bytes> {
    return this.sayBytes(join(Uint8Array.of(130), u32(id), secret));
  }

  /** Fails where the envelope is not the next one. */
  async hear(envelope: Bytes): Promise<ControlMessage | null> {
    const head = readHead(envelope)!;
    if (head.channel !== CONTROL || head.viewer !== this.keys.viewer || head.number !== ++this.heard) {
      throw new Error('This is not the next envelope.');
    }

    return readControl(await open(this.keys.controlToAgent, envelope, head.number));
  }

  private sayBytes(body: Bytes): Promise<Bytes> {
    const head = wrap({ channel: CONTROL, keyFrame: false, viewer: this.keys.viewer, number: ++this.sent, epoch: 0 }, new Uint8Array());
    return seal(this.keys.controlToViewer, Uint8Array.from(head), body, this.sent);
  }
}

/** The Agent's frame channel under one content key. */
export class AgentFrames {
  private constructor(private readonly id: number, private readonly key: CryptoKey) {}

  static async under(id: number, secret: Bytes, purpose = 'frames agent to viewers'): Promise<AgentFrames> {
    const raw = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
    const info = lengthValue(
      ascii('RemoteAssist'), ascii(purpose), u16(PROTOCOL_VERSION), idBytes(session), u32(0));
    const key = await crypto.subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: u32(id), info }, raw, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
    return new AgentFrames(id, key);
  }

  part(number: number, body: Uint8Array, wish: { keyFrame?: boolean; epoch?: number } = {}): Promise<Bytes> {
    const head = wrap(
      { channel: FRAMES, keyFrame: wish.keyFrame ?? false, viewer: 0, number, epoch: wish.epoch ?? 1 }, u32(this.id));
    return seal(this.key, Uint8Array.from(head), Uint8Array.from(body), number);
  }

  /** A piece of a seek point: this belongs to the key of that purpose. */
  piece(number: number, body: Uint8Array, marks: number, epoch: number): Promise<Bytes> {
    const clear = join(Uint8Array.of(1, 2, marks, 0), u32(0), u32(number), u32(0), u32(epoch), u32(this.id));
    return seal(this.key, clear, Uint8Array.from(body), number);
  }
}

function nonce(number: number): Bytes {
  const bytes = new Uint8Array(12);
  new DataView(bytes.buffer).setUint32(4, number, true);
  return bytes;
}

async function seal(key: CryptoKey, clear: Bytes, body: Bytes, number: number): Promise<Bytes> {
  const algorithm = { name: 'AES-GCM', iv: nonce(number), additionalData: clear, tagLength: TAG_SIZE * 8 };
  return join(clear, new Uint8Array(await crypto.subtle.encrypt(algorithm, key, body)));
}

async function open(key: CryptoKey, envelope: Bytes, number: number): Promise<Bytes> {
  const clear = envelope.slice(0, HEAD_SIZE);
  const algorithm = { name: 'AES-GCM', iv: nonce(number), additionalData: clear, tagLength: TAG_SIZE * 8 };
  return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, envelope.slice(HEAD_SIZE)));
}

// Cryptography runs on threads of its own, and each of them may be held up for as long as a busy machine likes.
let underWay = 0;
const counted = [
  'decrypt', 'deriveBits', 'deriveKey', 'digest', 'encrypt', 'exportKey', 'generateKey', 'importKey', 'sign', 'unwrapKey', 'verify', 'wrapKey',
] as const;
for (const name of counted) {
  const real = crypto.subtle[name].bind(crypto.subtle) as (...args: unknown[]) => Promise<unknown>;
  Object.defineProperty(crypto.subtle, name, {
    value: async (...args: unknown[]) => {
      underWay++;
      try {
        return await real(...args);
      } finally {
        underWay--;
      }
    },
  });
}

/** Lets everything run that waits for cryptography: until none is under way, and has not been for a while. */
export async function settled(): Promise<void> {
  for (let quiet = 0; quiet < 20; quiet = underWay === 0 ? quiet + 1 : 0) {
    await new Promise(resolve => setTimeout(resolve));
  }
}
