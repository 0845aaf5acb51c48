import { ascii, idBytes, join, lengthValue, u16, u32, type Bytes } from '../../../Viewer/Canvas/sealing/bytes';
import { seal } from '../../../Viewer/Canvas/sealing/cipher';
import { confirm, generator, sessionKey, transcript } from '../../../Viewer/Canvas/sealing/cpace';
import {
  channelOf, labelOf, mix, resumptionSecret, rootOf, type ExchangeContext, type ResumptionSecret,
} from '../../../Viewer/Canvas/sealing/keys';
import { sha256 } from '../../../Viewer/Canvas/sealing/map';
import { platformRandom, times, timesBase, timesVerified } from '../../../Viewer/Canvas/sealing/scalar';
import { SALT_BYTES, writeHello } from '../../../Viewer/Canvas/wire/hello';
import { CONTROL, FRAMES, HEAD_SIZE, wrap } from '../../../Viewer/Canvas/wire/envelope';
import { viewerCodecs } from './some';

// The Agent's end, for tests alone: the browser has none. It believes whatever it is told and always answers, so that
// what stops a Relay in these tests is the page. SEALING.md has the layouts.

const empty = new Uint8Array(0);

function hello(context: ExchangeContext): Bytes {
  const salt = platformRandom.bytes(SALT_BYTES);
  return Uint8Array.from(writeHello({ protocolVersion: context.protocolVersion, codecs: viewerCodecs, salt }));
}

/** The code exchange. */
export class AgentCode {
  private channel: Bytes = empty;
  private sid: Bytes = empty;
  private scalar!: CryptoKeyPair;
  private share: Bytes = empty;
  private data: Bytes = empty;
  private readonly opening = platformRandom.bytes(32);

  /** The root of the keys, as this end has it; there behind the second message. */
  root: Bytes = empty;

  constructor(private readonly context: ExchangeContext, private readonly nameplate: string, private readonly secret: string) {}

  async begin(): Promise<Bytes> {
    const mine = hello(this.context);
    this.channel = channelOf(this.context, this.nameplate);
    this.sid = join(idBytes(this.context.session), mine.subarray(-SALT_BYTES));
    this.scalar = await platformRandom.scalar();
    this.share = await times(this.scalar, await generator(ascii(this.secret), this.channel, this.sid));
    const commitment = await sha256(lengthValue(ascii('RemoteAssist commitment'), this.opening));
    this.data = join(Uint8Array.of(1, 1), commitment, mine);
    return join(Uint8Array.of(1, 1), commitment, this.share, mine);
  }

  /** Takes message 2 and says message 3. */
  async answer(theirs: Bytes): Promise<Bytes> {
    const share = theirs.slice(2, 67);
    const data = join(theirs.subarray(0, 2), theirs.subarray(67));
    const product = (await timesVerified(this.scalar, share)) ?? platformRandom.bytes(32);
    const key = await sessionKey(this.sid, product, transcript(this.share, this.data, share, data));
    const hash = await sha256(lengthValue(
      ascii('RemoteAssist transcript'), this.channel, this.sid, this.share, this.data, share, data, this.opening,
    ));
    this.root = await rootOf(this.context, key, hash);
    return join(Uint8Array.of(3, 1), this.opening, await confirm(this.sid, key, this.share, this.data));
  }
}

/** Resuming. */
export class AgentResuming {
  private scalar!: CryptoKeyPair;
  private share: Bytes = empty;
  private data: Bytes = empty;

  root: Bytes = empty;

  constructor(private readonly context: ExchangeContext, private readonly secret: ResumptionSecret) {}

  async begin(): Promise<Bytes> {
    this.scalar = await platformRandom.scalar();
    this.share = await timesBase(this.scalar);
    const rest = join(Uint8Array.of(1), this.secret.name, hello(this.context));
    this.data = join(Uint8Array.of(17, 1), rest);
    return join(Uint8Array.of(17, 1), this.share, rest);
  }

  /** Takes message 18 and says message 19. */
  async answer(theirs: Bytes): Promise<Bytes> {
    const share = theirs.slice(2, 67);
    const data = join(theirs.subarray(0, 2), theirs.subarray(67, 83), theirs.subarray(115));
    const product = (await timesVerified(this.scalar, share)) ?? platformRandom.bytes(32);
    const hash = await sha256(lengthValue(
      ascii('RemoteAssist resumption transcript'), labelOf(this.context, 'resumption'), this.share, this.data, share, data,
    ));
    this.root = await mix(this.secret, product, 'root', hash);
    return join(Uint8Array.of(19, 1), await mix(this.secret, product, 'agent confirms', hash));
  }
}

/** What the Agent keeps to resume with. */
export async function keptSecret(context: ExchangeContext, root: Bytes): Promise<ResumptionSecret> {
  const key = await hkdfKey(root);
  const info = labelOf(context, 'resumption');
  return resumptionSecret(new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: empty, info }, key, 256)));
}

/** Seals what goes to one page, and frames for all. Frames are numbered for the whole session. */
export class AgentSealer {
  private control = 0;
  private frame = 0;
  private epoch = 0;
  private id = 0;
  private frameKey!: CryptoKey;
  private controlKey!: CryptoKey;

  private constructor(private context: ExchangeContext) {}

  static async of(context: ExchangeContext, root: Bytes): Promise<AgentSealer> {
    const sealer = new AgentSealer(context);
    await sealer.connect(context, root);
    return sealer;
  }

  /** Another connection of the same session. */
  async connect(context: ExchangeContext, root: Bytes): Promise<void> {
    this.context = context;
    this.control = 0;
    this.controlKey = await aesKey(await hkdfKey(root), empty, labelOf(context, 'control agent to viewer'));
  }

  say(body: Bytes): Promise<Bytes> {
    return this.envelope(CONTROL, this.controlKey, ++this.control, false, empty, body);
  }

  async newContentKey(): Promise<Bytes> {
    const secret = platformRandom.bytes(32);
    this.id++;
    const label = lengthValue(
      ascii('RemoteAssist'), ascii('frames agent to viewers'), u16(this.context.protocolVersion), idBytes(this.context.session), u32(0),
    );
    this.frameKey = await aesKey(await hkdfKey(secret), u32(this.id), label);
    return this.say(join(Uint8Array.of(130), u32(this.id), secret));
  }

  part(keyFrame: boolean, body: Bytes): Promise<Bytes> {
    this.epoch += keyFrame ? 1 : 0;
    return this.envelope(FRAMES, this.frameKey, ++this.frame, keyFrame, u32(this.id), body);
  }

  private async envelope(
    channel: typeof CONTROL | typeof FRAMES, key: CryptoKey, number: number, keyFrame: boolean, clear: Bytes, body: Bytes,
  ): Promise<Bytes> {
    const viewer = channel === CONTROL ? this.context.viewer : 0;
    const epoch = channel === CONTROL ? 0 : this.epoch;
    const head = wrap({ channel, keyFrame, viewer, number, epoch }, empty).subarray(0, HEAD_SIZE);
    const before = join(head, clear);
    return join(before, await seal(key, number, before, body));
  }
}

function hkdfKey(secret: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits', 'deriveKey']);
}

function aesKey(key: CryptoKey, salt: Bytes, info: Bytes): Promise<CryptoKey> {
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
}
