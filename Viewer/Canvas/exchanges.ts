import { codecIds } from './codecs/all';
import type { OwnCode } from './ownCode';
import type { Handshake } from './sealing/handshake';
import type { Agreement, ConnectionKeys, ExchangeContext, ResumptionSecret } from './sealing/keys';
import { ExchangeFault, readExchange, writeRefusal } from './sealing/message';
import { Resumption } from './sealing/resumption';
import type { ResumptionSecrets } from './secrets';
import { PROTOCOL_VERSION } from './wire/hello';

const FIRST_OF_CODE = 1;
const FIRST_OF_RESUMING = 17;

export interface ExchangeHost {
  exchange(viewer: number, message: Uint8Array): Promise<void>;
  agreed(transcriptHash: Uint8Array): Promise<void>;
  wrongTry(): Promise<void>;
  /** ms of a clock that never goes back. */
  now(): number;
  /** Resuming has begun: envelopes that come until it has ended wait for the keys, and whether any came of it. */
  onResuming(inKeys: Promise<boolean>): void;
  /** There are new keys for what this page and the Agent say to each other. */
  onKeys(keys: ConnectionKeys): void;
  /** The keys are good for nothing after all. */
  onNoKeys(): void;
  /** The Agent offers nothing that this page could resume: it needs an introduction. */
  onOutside(): void;
  onOtherVersion(): void;
  /** Resuming took too long; a new Watch begins it anew. */
  watchAgain(): void;
}

/** Resuming, from the Agent's first message to the end. */
interface Resuming {
  readonly resumption: Resumption;
  readonly secret: ResumptionSecret;
  readonly end: (inKeys: boolean) => void;
}

/** The exchanges with the Agent that lead to keys: with the code, or with a secret from before. */
export class Exchanges {
  private context: ExchangeContext | null = null;
  private handshake: Handshake | null = null;
  private resuming: Resuming | null = null;
  private latest: Agreement | null = null;

  constructor(
    private readonly session: string,
    private readonly code: OwnCode,
    private readonly secrets: ResumptionSecrets,
    private readonly host: ExchangeHost,
  ) {}

  /** A new Watch: this page has another number, and nothing is under way. */
  seated(viewer: number): void {
    this.abandon();
    this.latest = null;
    this.context = { protocolVersion: PROTOCOL_VERSION, session: this.session, viewer };
  }

  /** Any message of the Agent; done when everything that follows from it is. */
  async take(viewer: number, bytes: Uint8Array): Promise<void> {
    const context = this.context;
    if (context?.viewer !== viewer) {
      return;
    }

    if (bytes[0] === FIRST_OF_CODE) {
      await this.beginCode(context, bytes);
    } else if (bytes[0] === FIRST_OF_RESUMING) {
      await this.beginResuming(context, bytes);
    } else if (this.handshake) {
      await this.goOnWithCode(context, this.handshake, bytes);
    } else if (this.resuming) {
      await this.goOnResuming(context, this.resuming, bytes);
    }
  }

  /** Now and then: an Agent that fell silent in the middle of resuming is not waited for. */
  tick(): void {
    if (this.resuming?.resumption.isLate) {
      this.abandon();
      this.host.watchAgain();
    }
  }

  private async beginCode(context: ExchangeContext, bytes: Uint8Array): Promise<void> {
    const handshake = this.code.begin(context);
    if (typeof handshake === 'number') {
      await this.say(context, writeRefusal(handshake));
      return;
    }

    this.abandon();
    this.handshake = handshake;
    await this.goOnWithCode(context, handshake, bytes);
  }

  private async goOnWithCode(context: ExchangeContext, handshake: Handshake, bytes: Uint8Array): Promise<void> {
    const { reply, agreement, fault } = await handshake.receive(bytes);
    const isCurrent = this.handshake === handshake;
    if (isCurrent && (agreement || fault)) {
      this.handshake = null;
    }

    if (agreement && reply) {
      if (isCurrent) {
        await this.agree(context, agreement, reply);
      }

      return;
    }

    await this.say(context, reply);
    if (fault) {
      // A late one is over for the Relay too, and somebody else's try may be under way there by now.
      if (this.code.failed(handshake) && fault !== ExchangeFault.Late) {
        await this.host.wrongTry().catch(() => undefined);
      }

      this.name(fault);
    }
  }

  // The keys are here before the Agent can use them, and the Relay hears of it after the Agent. Where no answer comes,
  // both may have it all the same: the secret stays, and the Agent resumes with it if they have.
  private async agree(context: ExchangeContext, agreement: Agreement, reply: Uint8Array): Promise<void> {
    this.latest = agreement;
    this.host.onKeys(agreement.keys);
    await this.secrets.add(agreement.keys.resumption, agreement.keys.words);
    if (this.latest !== agreement) {
      return;
    }

    try {
      await this.host.exchange(context.viewer, reply);
      await this.host.agreed(agreement.transcriptHash);
    } catch {
      if (this.latest === agreement) {
        this.host.onNoKeys();
        this.code.forget();
      }
    }
  }

  private async beginResuming(context: ExchangeContext, bytes: Uint8Array): Promise<void> {
    const message = readExchange(bytes);
    const secret = typeof message === 'object' && message.kind === 'agentResume' ? this.secrets.find(message.names) : null;
    if (!secret) {
      const fault = typeof message === 'number' ? message : ExchangeFault.NothingToResume;
      await this.say(context, writeRefusal(fault));
      this.name(fault);
      return;
    }

    this.abandon();
    let end: Resuming['end'] = () => undefined;
    this.host.onResuming(new Promise(ended => {
      end = ended;
    }));
    this.resuming = { resumption: new Resumption(context, secret, codecIds, this.host.now), secret, end };
    await this.goOnResuming(context, this.resuming, bytes);
  }

  private async goOnResuming(context: ExchangeContext, resuming: Resuming, bytes: Uint8Array): Promise<void> {
    const { reply, agreement, fault } = await resuming.resumption.receive(bytes);
    if (resuming !== this.resuming) {
      return;
    }

    await this.say(context, reply);
    if (resuming !== this.resuming) {
      return;
    }

    if (agreement) {
      // Kept before anything is said under the new keys: from then on the Agent has forgotten the old secret.
      await this.secrets.replace(resuming.secret, agreement.keys.resumption);
      if (resuming !== this.resuming) {
        return;
      }

      this.latest = agreement;
      this.host.onKeys(agreement.keys);
    }

    if (agreement || fault) {
      resuming.end(agreement !== undefined);
      this.resuming = null;
    }

    if (fault === ExchangeFault.Late) {
      this.host.watchAgain();
    } else if (fault) {
      this.name(fault);
    }
  }

  private abandon(): void {
    this.handshake?.giveUp();
    this.handshake = null;
    this.resuming?.resumption.giveUp();
    this.resuming?.end(false);
    this.resuming = null;
  }

  private name(fault: ExchangeFault): void {
    if (fault === ExchangeFault.OtherVersion) {
      this.host.onOtherVersion();
    } else if (fault === ExchangeFault.NothingToResume) {
      this.host.onOutside();
    }
  }

  // Where it cannot be sent, the exchange dies with its connection.
  private async say(context: ExchangeContext, message: Uint8Array | undefined): Promise<void> {
    if (message) {
      await this.host.exchange(context.viewer, message).catch(() => undefined);
    }
  }
}
