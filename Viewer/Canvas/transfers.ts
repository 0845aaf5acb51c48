import type { Asking } from './asking';
import type { Fate } from './commands';
import type { Grant } from './grant';
import { ClipboardButton } from './page/clipboardButton';
import { element } from './page/elements';
import { FilesPanel } from './page/filesPanel';
import { Pasting } from './page/pasting';
import type { Texts } from './text';
import { Clipboard } from './transfer/clipboard';
import { Files } from './transfer/files';
import { keepers } from './transfer/keeper';
import type { ViewerCommand } from './wire/commands/command';
import type { InputEvent } from './wire/commands/input';
import type { TransferMessage } from './wire/transfers';

// Those that the Agent begins have the highest bit.
const OWN_NUMBERS = 2 ** 31;

export interface TransfersHost {
  send(command: ViewerCommand, fate: Fate): void;
  say(message: TransferMessage): void;
  /** These happen once `ready` is true, before what is done meanwhile; where it is false, never. */
  press(ready: Promise<boolean>, events: readonly InputEvent[]): void;
  /** What was copied here is larger than is ever taken. */
  onTooLarge(): void;
}

/** Files and the clipboard between this page and the customer, and where they stand on it. */
export class Transfers {
  private readonly files: Files;
  private readonly clipboard: Clipboard;
  private readonly panel: FilesPanel;
  private readonly button: ClipboardButton;
  private frame = 0;

  constructor(text: Texts, customer: string, grant: Grant, asking: Asking, host: TransfersHost) {
    // A page that is loaded again must not take the numbers that it took before.
    let last = crypto.getRandomValues(new Uint32Array(1))[0]! % (OWN_NUMBERS / 2);
    const ways = {
      send: (command: ViewerCommand, fate: Fate) => host.send(command, fate),
      say: (message: TransferMessage) => host.say(message),
      now: () => performance.now(),
      number: () => ++last,
    };
    this.files = new Files({
      ...ways, save, onChange: () => this.wake(), after: (ms, run) => void setTimeout(run, ms),
    }, keepers(crypto.randomUUID()));
    addEventListener('pagehide', event => !event.persisted && this.files.clear());
    this.panel = new FilesPanel(text, customer, this.files, asking);
    this.button = new ClipboardButton(text, customer, asking);
    this.clipboard = new Clipboard({
      ...ways,
      copied: contents => this.button.offer(contents),
    });
    new Pasting(element('keys') as HTMLTextAreaElement, {
      get isAllowed() {
        return grant.allows('clipboard');
      },
      has: contents => (this.button.goesHere && this.clipboard.isComing) || this.button.isBehind || this.clipboard.isTheirs(contents),
      set: contents => this.clipboard.set(contents),
      press: (ready, events) => host.press(ready, events),
      onTooLarge: () => host.onTooLarge(),
    });
  }

  /** What the Agent says of transfers. */
  take(message: TransferMessage): void {
    if (!this.clipboard.take(message)) {
      this.files.take(message);
    }
  }

  show(): void {
    this.panel.show();
    this.button.show();
  }

  /** The session is over. */
  stop(): void {
    this.files.stop();
  }

  // Once per animation frame, however many chunks have come.
  private wake(): void {
    if (this.frame === 0) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.panel.show();
      });
    }
  }
}

// As if it had been downloaded: the browser puts it where the technician's files go, and asks what it is set to ask. Gives
// back what lets go of it.
function save(file: Blob, name: string): () => void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  return () => URL.revokeObjectURL(link.href);
}
