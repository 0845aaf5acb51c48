import { CONTROL, HEAD_SIZE, wrap } from '../wire/envelope';
import { join, type Bytes } from './bytes';
import { checkForm, ENVELOPES_PER_KEY, open, seal, type Opened, type SealingFault } from './cipher';

/** The control channel, Viewer to Agent, sending. Numbers run from 1 without a gap; envelopes come out in their order. */
export class ControlSealer {
  private number = 0;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly key: CryptoKey, private readonly viewer: number, private readonly limit = ENVELOPES_PER_KEY,
  ) {}

  /** The envelope, or `exhausted`. */
  seal(body: Bytes): Promise<Bytes | SealingFault> {
    if (this.number >= Math.min(this.limit, ENVELOPES_PER_KEY)) {
      return Promise.resolve('exhausted');
    }

    const number = ++this.number;
    const head = wrap({ channel: CONTROL, keyFrame: false, viewer: this.viewer, number, epoch: 0 }, new Uint8Array(0));
    const clear = Uint8Array.from(head.subarray(0, HEAD_SIZE));
    const sealed = seal(this.key, number, clear, body);
    const envelope = this.turn.then(async () => join(clear, await sealed));
    this.turn = envelope;
    return envelope;
  }
}

/** The control channel, Agent to Viewer, receiving: every envelope once and in order, or none. */
export class ControlOpener {
  private number = 0;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly key: CryptoKey, private readonly viewer: number) {}

  /** The next message, or what is wrong: the session ends with that name. Answers come in the order of the calls. */
  open(envelope: Bytes): Promise<Opened> {
    const head = checkForm(envelope, CONTROL, this.viewer);
    const body = typeof head === 'string' ? null : open(this.key, head, envelope);
    const opened = this.turn.then(async () => (typeof head === 'string' ? { fault: head } : this.judge(head.number, await body)));
    this.turn = opened;
    return opened;
  }

  private judge(number: number, body: Bytes | null): Opened {
    if (!body) {
      return { fault: 'forged' };
    }

    if (number !== this.number + 1) {
      return { fault: number <= this.number ? 'replayed' : 'outOfOrder' };
    }

    this.number = number;
    return { body };
  }
}
