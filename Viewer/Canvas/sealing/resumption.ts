import { SALT_BYTES, writeHello } from '../wire/hello';
import { ascii, lengthValue, same, type Bytes } from './bytes';
import { Exchange, type ExchangeStep } from './exchange';
import { keysFrom, labelOf, mix, type ExchangeContext, type ResumptionSecret } from './keys';
import { sha256 } from './map';
import { ExchangeFault, viewerResumeData, writeViewerResume, type ExchangeMessage } from './message';
import { platformRandom, timesBase, timesVerified, type SealingRandom } from './scalar';

type AgentResume = ExchangeMessage & { readonly kind: 'agentResume' };

/**
 * The Viewer's half of the resuming exchange, used once. The new secret replaces the old one at the agreement.
 *
 * ```
 * Agent  ── 17 share, names, hello ────────▶ Viewer
 * Agent  ◀── 18 share, name, tag, hello ──── Viewer
 * Agent  ── 19 tag ────────────────────────▶ Viewer
 * ```
 */
export class Resumption extends Exchange {
  private theirs: AgentResume | undefined;
  private product: Bytes = new Uint8Array(0);
  private transcriptHash: Bytes = new Uint8Array(0);

  constructor(
    context: ExchangeContext,
    private readonly secret: ResumptionSecret,
    private readonly codecs: readonly number[],
    now: () => number,
    private readonly random: SealingRandom = platformRandom,
  ) {
    super(context, now);
  }

  protected async answer(message: ExchangeMessage): Promise<ExchangeStep> {
    if (message.kind === 'agentResume' && !this.theirs) {
      return this.release(message);
    }

    return message.kind === 'agentResumed' && this.theirs
      ? this.finish(this.theirs, message.tag)
      : this.fail(ExchangeFault.OutOfTurn);
  }

  private async release(theirs: AgentResume): Promise<ExchangeStep> {
    if (!this.speaksAlike(theirs.hello)) {
      return this.fail(ExchangeFault.OtherVersion);
    }

    if (!theirs.names.some((name) => same(name, this.secret.name))) {
      return this.fail(ExchangeFault.NothingToResume);
    }

    const scalar = await this.random.scalar();
    const product = await timesVerified(scalar, theirs.share);
    if (!product) {
      return this.fail(ExchangeFault.InvalidShare);
    }

    this.theirs = theirs;
    this.product = product;
    const hello = writeHello({
      protocolVersion: this.context.protocolVersion, codecs: this.codecs, salt: this.random.bytes(SALT_BYTES),
    });
    const share = await timesBase(scalar);
    this.transcriptHash = await sha256(lengthValue(
      ascii('RemoteAssist resumption transcript'),
      labelOf(this.context, 'resumption'),
      theirs.share,
      theirs.data,
      share,
      viewerResumeData(this.secret.name, hello),
    ));
    const tag = await mix(this.secret, product, 'viewer confirms', this.transcriptHash);
    return { reply: writeViewerResume(share, this.secret.name, tag, hello) };
  }

  private async finish(theirs: AgentResume, tag: Bytes): Promise<ExchangeStep> {
    if (!same(await mix(this.secret, this.product, 'agent confirms', this.transcriptHash), tag)) {
      return this.fail(ExchangeFault.NothingToResume);
    }

    this.giveUp();
    const root = await mix(this.secret, this.product, 'root', this.transcriptHash);
    this.product.fill(0);
    return {
      agreement: {
        codecs: theirs.hello.codecs, keys: await keysFrom(root, this.context), transcriptHash: this.transcriptHash,
      },
    };
  }
}
