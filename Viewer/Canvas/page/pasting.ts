import { USAGES } from '../input/usages';
import { CLIPBOARD_BYTES } from '../wire/pieces';
import type { InputEvent } from '../wire/commands/input';
import type { Contents } from '../transfer/clipboard';

const KEY_V = USAGES.get('KeyV')!;

export interface PastingHost {
  /** Whether the clipboard is allowed: else Ctrl+V is a key like any other. */
  readonly isAllowed: boolean;
  /** Whether the customer's computer has this, or something newer. */
  has(contents: Contents): boolean;
  /** True once the customer's computer has it. */
  set(contents: Contents): Promise<boolean>;
  /** These happen once `ready` is true, before what is done meanwhile; where it is false, never. */
  press(ready: Promise<boolean>, events: readonly InputEvent[]): void;
  onTooLarge(): void;
}

/**
 * Ctrl+V while controlling: the browser gives what was copied here only with its own paste event, so it is let have the key.
 * The customer's computer gets the clipboard first, and then the key. What it has already is left as it is: it may be there
 * in formats that this browser does not know.
 */
export class Pasting {
  private giving: Promise<boolean> | null = null;
  private withShift = false;

  constructor(keys: HTMLTextAreaElement, private readonly host: PastingHost) {
    // Before the keyboard hears of it.
    keys.addEventListener('keydown', event => {
      this.withShift = event.shiftKey;
      if (host.isAllowed && pastes(event)) {
        event.stopImmediatePropagation();
      }
    }, { capture: true });
    keys.addEventListener('blur', () => {
      // What is pasted next may have been copied elsewhere meanwhile.
      this.giving = null;
    });
    keys.addEventListener('paste', event => {
      if (host.isAllowed && event.clipboardData) {
        event.preventDefault();
        this.paste(event.clipboardData);
      }
    });
  }

  // Pressed again while it is on its way, it is the same that is pasted twice.
  private paste(data: DataTransfer): void {
    const giving = this.giving ?? this.give(data);
    this.giving = giving;
    void giving.finally(() => {
      this.giving = this.giving === giving ? null : this.giving;
    });
    this.host.press(giving, [
      { kind: 'stroke', usage: KEY_V, character: this.withShift ? 'V' : 'v' }, { kind: 'key', usage: KEY_V, down: false },
    ]);
  }

  private async give(data: DataTransfer): Promise<boolean> {
    const encoder = new TextEncoder();
    const image = [...data.items].find(item => item.type === 'image/png')?.getAsFile();
    const contents: Contents = { text: encoder.encode(data.getData('text/plain')), html: encoder.encode(data.getData('text/html')) };
    if (image) {
      contents.png = new Uint8Array(await image.arrayBuffer());
    }

    const pieces = Object.values(contents);
    if (pieces.every(piece => piece.length === 0) || this.host.has(contents)) {
      return true;
    }

    if (pieces.some(piece => piece.length > CLIPBOARD_BYTES)) {
      this.host.onTooLarge();
      return false;
    }

    return this.host.set(contents);
  }
}

// By what it writes, as the browser has it; where that is no Latin letter, by its place.
function pastes({ key, code, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  const isV = key.toLowerCase() === 'v' || (code === 'KeyV' && !/^[a-z]$/i.test(key));
  return isV && ctrlKey && !altKey && !metaKey;
}
