import { SALT_BYTES, writeHello } from '../wire/hello';
import { ascii, idBytes, join, lengthValue, same, type Bytes } from './bytes';
import { confirm, generator, sessionKey, transcript } from './cpace';
import { Exchange, type ExchangeStep } from './exchange';
import { channelOf, keysFrom, rootOf, type ExchangeContext } from './keys';
import { sha256 } from './map';
import { ExchangeFault, viewerShareData, writeViewerConfirm, writeViewerShare, type ExchangeMessage } from './message';
import { isPoint } from './point';
import { platformRandom, times, timesVerified, type SealingRandom } from './scalar';

/** How often the digits may be tried. */
export const TRIES = 5;

type AgentShare = ExchangeMessage & { readonly kind: 'agentShare' };

/**
 * The keeper of the six digits: gives them out once per try, to one exchange at a time, five times in all, and then
 * has them no more. Only the two ends can judge a try, so the counting that matters is done here.
 */
export class CodeKeeper {
  private readonly secret: Bytes;
  private current: Handshake | undefined;
  private left = TRIES;

  /** Six digits. */
  constructor(secret: string) {
    this.secret = ascii(secret);
  }

  /** How many exchanges may still be begun. */
  get triesLeft(): number {
    return this.left;
  }

  /** Begins an exchange with an Agent, or says why not. Nothing is spent before the share is sent. */
  begin(
    context: ExchangeContext,
    nameplate: string,
    codecs: readonly number[],
    now: () => number,
    random: SealingRandom = platformRandom,
  ): Handshake | ExchangeFault {
    if (this.left === 0) {
      return ExchangeFault.NoTriesLeft;
    }

    if (this.current && !this.current.over) {
      return ExchangeFault.Busy;
    }

    this.current = new Handshake(this, context, nameplate, codecs, now, random);
    return this.current;
  }

  /** Withdraws the code: it expired, was used, or the technician asked for another. */
  destroy(): void {
    this.left = 0;
    this.secret.fill(0);
  }

  /** One try: the generator for this session, and the digits are gone with the fifth. Null when none is left. */
  async spend(channel: Bytes, session: Bytes): Promise<Bytes | null> {
    if (this.left === 0) {
      return null;
    }

    const secret = this.secret.slice();
    this.left--;
    if (this.left === 0) {
      this.destroy();
    }

    const point = await generator(secret, channel, session);
    secret.fill(0);
    return point;
  }
}

/**
 * The Viewer's half of the code exchange, used once.
 *
 * ```
 * Agent  ── 1 commitment, share, hello ──▶ Viewer
 * Agent  ◀── 2 share, hello ────────────── Viewer    a try is spent
 * Agent  ── 3 opening, tag ──────────────▶ Viewer    the Viewer knows whether the code was right
 * Agent  ◀── 4 tag ─────────────────────── Viewer    so does the Agent
 * ```
 */
export class Handshake extends Exchange {
  private readonly channel: Bytes;
  private theirs: AgentShare | undefined;
  private share: Bytes = new Uint8Array(0);
  private data: Bytes = new Uint8Array(0);
  private session: Bytes = new Uint8Array(0);
  private key: Bytes = new Uint8Array(0);

  constructor(
    private readonly keeper: CodeKeeper,
    context: ExchangeContext,
    nameplate: string,
    private readonly codecs: readonly number[],
    now: () => number,
    private readonly random: SealingRandom,
  ) {
    super(context, now);
    this.channel = channelOf(context, nameplate);
  }

  protected async answer(message: ExchangeMessage): Promise<ExchangeStep> {
    if (message.kind === 'agentShare' && !this.theirs) {
      return this.release(message);
    }

    return message.kind === 'agentConfirm' && this.theirs
      ? this.finish(this.theirs, message.opening, message.tag)
      : this.fail(ExchangeFault.OutOfTurn);
  }

  private async release(theirs: AgentShare): Promise<ExchangeStep> {
    if (!this.speaksAlike(theirs.hello)) {
      return this.fail(ExchangeFault.OtherVersion);
    }

    if (!isPoint(theirs.share)) {
      return this.fail(ExchangeFault.InvalidShare);
    }

    // CPace's session identifier: ours, and the Agent's salt, so that no two exchanges share one.
    this.session = join(idBytes(this.context.session), theirs.hello.salt);
    const point = await this.keeper.spend(this.channel, this.session); // from here on the try is gone, whatever comes
    if (!point) {
      return this.fail(ExchangeFault.NoTriesLeft);
    }

    const scalar = await this.random.scalar();
    const hello = writeHello({
      protocolVersion: this.context.protocolVersion, codecs: this.codecs, salt: this.random.bytes(SALT_BYTES),
    });
    this.theirs = theirs;
    this.share = await times(scalar, point);
    this.data = viewerShareData(hello);
    const product = await timesVerified(scalar, theirs.share);
    this.key = await sessionKey(this.session, product!, transcript(theirs.share, theirs.data, this.share, this.data));
    return { reply: writeViewerShare(this.share, hello) };
  }

  private async finish(theirs: AgentShare, opening: Bytes, tag: Bytes): Promise<ExchangeStep> {
    if (!same(await confirm(this.session, this.key, theirs.share, theirs.data), tag)) {
      return this.fail(ExchangeFault.WrongCode);
    }

    if (!same(await sha256(lengthValue(ascii('RemoteAssist commitment'), opening)), theirs.commitment)) {
      return this.fail(ExchangeFault.BrokenCommitment);
    }

    this.giveUp();
    this.keeper.destroy();
    const transcriptHash = await sha256(lengthValue(
      ascii('RemoteAssist transcript'), this.channel, this.session, theirs.share, theirs.data, this.share, this.data, opening,
    ));
    const keys = await keysFrom(await rootOf(this.context, this.key, transcriptHash), this.context);
    const reply = writeViewerConfirm(await confirm(this.session, this.key, this.share, this.data));
    this.key.fill(0);
    return { reply, agreement: { codecs: theirs.hello.codecs, keys, transcriptHash } };
  }
}
