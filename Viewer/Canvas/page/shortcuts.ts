import type { Texts } from '../text';
import { element } from './elements';

/** What a key does; its words are the text `Shortcut.<does>`. */
export type Shortcut =
  | 'sheet' | 'look' | 'point' | 'draw' | 'control' | 'undo'
  | 'fit' | 'actual' | 'larger' | 'smaller' | 'fullScreen' | 'view' | 'snapshot' | 'chat' | 'notes' | 'figures';

interface Key {
  readonly does: Shortcut;
  /** The key that does it with Ctrl and Alt, everywhere, also while the customer's computer is controlled. */
  readonly code?: string;
  readonly shown?: string;
  /** The character that does it alone, while the picture has the keyboard and control is not in the hand. */
  readonly alone?: string;
}

const KEYS: readonly Key[] = [
  { does: 'sheet', code: 'Slash', alone: '?', shown: '/' },
  { does: 'look', alone: 'l' },
  { does: 'point', alone: 'p' },
  { does: 'draw', alone: 'd' },
  { does: 'control', alone: 'c' },
  { does: 'undo', alone: 'z' },
  { does: 'fit', code: 'Digit0', alone: '0', shown: '0' },
  { does: 'actual', code: 'Digit1', alone: '1', shown: '1' },
  { does: 'larger', code: 'Equal', alone: '+', shown: '+' },
  { does: 'smaller', code: 'Minus', alone: '-', shown: '-' },
  { does: 'fullScreen', code: 'KeyF', shown: 'F' },
  { does: 'view', code: 'KeyV', shown: 'V' },
  { does: 'snapshot', code: 'KeyS', shown: 'S' },
  { does: 'chat', code: 'KeyC', shown: 'C' },
  { does: 'notes', code: 'KeyN', shown: 'N' },
  { does: 'figures', code: 'KeyD', shown: 'D' },
];

/** What else there is to know by hand; texts only. */
const GESTURES = ['wheel', 'pan', 'leave'] as const;

export interface ShortcutsHost {
  /** Whether single keys are this page's now: the picture is there, and they do not go to the customer. */
  readonly takesSingleKeys: boolean;
  do(shortcut: Shortcut): void;
}

/** The keys of the console, and the sheet that lists them. */
export class Shortcuts {
  private readonly sheet = element('shortcuts') as HTMLDialogElement;

  constructor(private readonly text: Texts, private readonly host: ShortcutsHost) {
    this.list();
    element('shortcuts-close').addEventListener('click', () => this.sheet.close());
    window.addEventListener('keydown', event => this.key(event), { capture: true });
  }

  open(): void {
    if (!this.sheet.open) {
      this.sheet.showModal();
    }
  }

  private key(event: KeyboardEvent): void {
    const found = document.body.dataset['view'] === 'picture' && !this.sheet.open && !event.isComposing ? this.meant(event) : undefined;
    if (found) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!event.repeat || found.does === 'larger' || found.does === 'smaller') {
        this.host.do(found.does);
      }
    }
  }

  // AltGr is Ctrl and Alt to some systems, and writes characters.
  private meant(event: KeyboardEvent): Key | undefined {
    const { ctrlKey, altKey, metaKey, shiftKey, code, key } = event;
    if (ctrlKey && altKey && !metaKey && !shiftKey && !event.getModifierState('AltGraph')) {
      return KEYS.find(one => one.code === code);
    }

    const onPicture = event.target === document.body || event.target === element('stage');
    return onPicture && !ctrlKey && !altKey && !metaKey && this.host.takesSingleKeys ? KEYS.find(one => one.alone === key.toLowerCase()) : undefined;
  }

  private list(): void {
    const row = (keys: readonly string[], words: string): readonly HTMLElement[] => {
      const [name, what] = [document.createElement('dt'), document.createElement('dd')];
      keys.forEach((key, i) => {
        const shown = document.createElement('kbd');
        shown.textContent = key;
        name.append(...i > 0 ? [` ${this.text.say('Shortcut.or')} `] : [], shown);
      });
      what.textContent = words;
      return [name, what];
    };
    element('shortcuts-list').replaceChildren(
      ...KEYS.flatMap(({ shown, alone, does }) => row([...alone ? [alone.toUpperCase()] : [], ...shown ? [`Ctrl+Alt+${shown}`] : []], this.text.say(`Shortcut.${does}`))),
      ...GESTURES.flatMap(gesture => row([this.text.say(`Gesture.${gesture}.how`)], this.text.say(`Gesture.${gesture}`))),
    );
  }
}
