import { FRAMES, HEAD_SIZE, type EnvelopeHead } from '../wire/envelope';
import { view } from '../wire/bytes';
import type { Bytes } from './bytes';
import { checkForm, open, type Opened, type SealingFault } from './cipher';
import { frameKey, type ExchangeContext } from './keys';

/** What frames are sealed under, handed over on the control channel. */
export interface ContentKey {
  /** From 1, rising by one for the whole session. */
  readonly id: number;
  readonly secret: Bytes;
}

/** The number and epoch of an envelope, and the id of its content key. */
export interface LastOpened extends Pick<EnvelopeHead, 'number' | 'epoch'> {
  readonly key: number;
}

const CONTENT_KEY = 130;
const SECRET_SIZE = 32;

/** The control message `u8 130, u32 id, 32 secret`; null where it is another. */
export function readContentKey(body: Uint8Array): ContentKey | null {
  return body[0] === CONTENT_KEY && body.length === 1 + 4 + SECRET_SIZE
    ? { id: view(body).getUint32(1, true), secret: Uint8Array.from(body.subarray(5)) }
    : null;
}

/**
 * The frame channel, receiving: numbers rise; the Relay may leave parts out, but only right before a key frame; a new
 * epoch or another content key begins with a key frame.
 */
export class FrameOpener {
  // The one in use, and those that are to come.
  private readonly keys = new Map<number, Promise<CryptoKey>>();
  private oldest = Infinity;
  private newest = 0;
  private inUse: number;
  private number: number;
  private epoch: number;
  private missedKey = false;
  private turn: Promise<unknown> = Promise.resolve();

  /** `after`: what was opened last, where a recording is gone on with; before a live picture there is nothing. */
  constructor(private readonly context: ExchangeContext, after: LastOpened = { number: 0, epoch: 0, key: 0 }) {
    this.number = after.number;
    this.epoch = after.epoch;
    this.inUse = after.key;
  }

  /** Takes a content key; false where it is not newer than the one before. Call it before the frames that follow it. */
  add(key: ContentKey): boolean {
    if (key.id <= this.newest) {
      return false;
    }

    this.oldest = Math.min(this.oldest, key.id);
    this.newest = key.id;
    this.keys.set(key.id, frameKey(this.context, key.id, key.secret));
    return true;
  }

  /**
   * The next part, or what is wrong: all but `noKey` end the session with that name. Answers come in the order of the
   * calls, though several envelopes may be opened at once.
   */
  open(envelope: Bytes): Promise<Opened> {
    const head = checkForm(envelope, FRAMES, 0);
    if (typeof head === 'string') {
      return this.inTurn(() => head);
    }

    const id = view(envelope).getUint32(HEAD_SIZE, true);
    const key = this.keys.get(id);
    if (!key) {
      // A key of before this page came was never here; one that was, and was replaced, comes no more.
      const fault = id > this.newest || id < this.oldest ? 'noKey' : 'replayed';
      return this.inTurn(() => {
        this.missedKey ||= fault === 'noKey';
        return fault;
      });
    }

    const body = key.then((known) => open(known, head, envelope));
    return this.inTurn(async () => this.judge(head, id, await body));
  }

  private inTurn(judged: () => Bytes | SealingFault | Promise<Bytes | SealingFault>): Promise<Opened> {
    const opened = this.turn.then(judged).then((result): Opened => (typeof result === 'string' ? { fault: result } : { body: result }));
    this.turn = opened;
    return opened;
  }

  private judge(head: EnvelopeHead, id: number, body: Bytes | null): Bytes | SealingFault {
    if (!body) {
      return 'forged';
    }

    const fault = this.faultOf(head, id);
    if (fault) {
      return fault;
    }

    this.missedKey = false;
    this.number = head.number;
    this.epoch = head.epoch;
    this.inUse = id;
    for (const known of this.keys.keys()) {
      if (known < id) {
        this.keys.delete(known);
      }
    }

    return body;
  }

  private faultOf(head: EnvelopeHead, id: number): SealingFault | null {
    // The key may have been looked up before the one that replaced it came into use.
    if (head.number <= this.number || id < this.inUse) {
      return 'replayed';
    }

    if (head.keyFrame) {
      return head.epoch > this.epoch ? null : 'wrongEpoch';
    }

    if (head.number !== this.number + 1) {
      // What follows a part without its key cannot be shown either, and nobody is to blame for that.
      return this.missedKey ? 'noKey' : 'gap';
    }

    return head.epoch === this.epoch && id === this.inUse ? null : 'wrongEpoch';
  }
}
