import type { Bytes } from '../sealing/bytes';
import type { SealingFault } from '../sealing/cipher';
import { FrameOpener, type LastOpened } from '../sealing/frames';
import type { ExchangeContext } from '../sealing/keys';
import { view } from '../wire/bytes';
import { HEAD_SIZE, readHead } from '../wire/envelope';
import type { Secrets } from './secrets';

/** A body, and whether it begins a whole picture; or why there is none. */
export type Unsealed = { readonly body: Bytes; readonly keyFrame: boolean } | { readonly fault: SealingFault };

/**
 * Opens recorded envelopes in their order, by the rules of the live picture. Where live sharing would end, here nothing
 * passes before the next whole picture.
 */
export class Opening {
  private opener: FrameOpener;
  private newestKey = 0;
  private ready: Promise<void> = Promise.resolve();

  constructor(private readonly context: ExchangeContext, private readonly secrets: Secrets) {
    this.opener = new FrameOpener(context);
  }

  /** What comes next follows this, or begins a whole picture. Call it when nothing is under way. */
  startOver(after?: LastOpened): void {
    this.opener = new FrameOpener(this.context, after);
    this.newestKey = 0;
  }

  /** Several may be opened at once; their answers come in the order of the calls. */
  open(envelope: Bytes): Promise<Unsealed> {
    this.ready = this.ready.then(() => this.fetchKey(envelope));
    return this.ready.then(async () => {
      const opened = await this.opener.open(envelope);
      return 'body' in opened ? { body: opened.body, keyFrame: readHead(envelope)?.keyFrame ?? false } : opened;
    });
  }

  private async fetchKey(envelope: Bytes): Promise<void> {
    const id = contentKeyOf(envelope);
    if (id > this.newestKey) {
      const key = await this.secrets.find(id);
      if (key && this.opener.add(key)) {
        this.newestKey = id;
      }
    }
  }
}

/** The id of the content key that an envelope is under; 0 where it is cut. */
export function contentKeyOf(envelope: Bytes): number {
  return envelope.length >= HEAD_SIZE + 4 ? view(envelope).getUint32(HEAD_SIZE, true) : 0;
}
