import type { Asking } from '../asking';
import type { Texts } from '../text';
import type { Contents } from '../transfer/clipboard';
import { element, showReadiness } from './elements';

// Until this tab is closed.
const KEPT_OFF = 'clipboard kept apart';

const TYPES = { text: 'text/plain', html: 'text/html', png: 'image/png' } as const;

/**
 * The clipboard in the strip: asks for it, and offers what the customer has copied. Where the browser lets this page write its
 * clipboard that happens at once; where it does not, or the technician has switched that off, the button does it.
 */
export class ClipboardButton {
  private readonly button = element('clipboard-button');
  private readonly here = element('clipboard-here');
  private waiting: Contents | null = null;
  private copied = false;

  // Since it came, something else may have been copied here.
  private mayHaveOther = false;

  constructor(private readonly text: Texts, private readonly customer: string, private readonly asking: Asking) {
    window.addEventListener('blur', () => {
      this.mayHaveOther = true;
    });
    for (const kind of ['copy', 'cut'] as const) {
      document.addEventListener(kind, () => {
        this.mayHaveOther = true;
      });
    }

    this.here.setAttribute('aria-pressed', String(sessionStorage.getItem(KEPT_OFF) === null));
    this.here.addEventListener('click', () => this.turn(!this.goesHere));
    this.button.addEventListener('click', () => {
      if (this.asking.readiness('clipboard') !== 'ready') {
        this.asking.ask('clipboard');
      } else if (this.waiting) {
        void this.copy(this.waiting);
      }
    });
  }

  /** Whether what the customer copies goes into this computer's clipboard too. */
  get goesHere(): boolean {
    return this.here.getAttribute('aria-pressed') === 'true';
  }

  /** Whether the customer's clipboard is newer than this computer's, and shall be here too. */
  get isBehind(): boolean {
    return this.goesHere && this.waiting !== null && !this.copied && !this.mayHaveOther;
  }

  /** The customer has copied this. */
  offer(contents: Contents): void {
    this.mayHaveOther = false;
    this.waiting = contents;
    this.copied = false;
    if (this.goesHere) {
      void this.copy(contents);
    }

    this.show();
  }

  show(): void {
    const readiness = this.asking.readiness('clipboard');
    const allowed = readiness === 'ready';
    if (!allowed) {
      this.waiting = null;
      this.copied = false;
    }

    this.here.hidden = !allowed;
    const label = !allowed ? readiness : this.waiting && !this.copied ? 'copy' : this.copied ? 'copied' : 'on';
    const help = this.text.say(allowed ? `Clipboard.${label}.help` : `Tool.${readiness}.help`, this.customer);
    showReadiness(this.button, readiness, readiness === 'asked' || label === 'on', help, this.text.say(`Clipboard.${label}`));
    this.button.dataset['offers'] = String(label === 'copy');
  }

  // From the next copy on: what waits may be older than what is here.
  private turn(on: boolean): void {
    this.here.setAttribute('aria-pressed', String(on));
    if (on) {
      sessionStorage.removeItem(KEPT_OFF);
    } else {
      sessionStorage.setItem(KEPT_OFF, 'yes');
    }

    this.mayHaveOther = true;
  }

  private async copy(contents: Contents): Promise<void> {
    const given = Object.entries(contents).map(([format, bytes]) => {
      const type = TYPES[format as keyof typeof TYPES];
      return [type, new Blob([bytes], { type })] as const;
    });
    try {
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(given))]);
      this.copied = this.waiting === contents;
    } catch {
      // Not without a click, or the technician has looked elsewhere: it waits.
    }

    this.show();
  }
}
