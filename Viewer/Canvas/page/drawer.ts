import { element } from './elements';
import { KeyboardPlace } from './keyboardPlace';

/** What the drawer can show. */
export type Pane = 'chat' | 'checklist' | 'notes';

const PANES: readonly Pane[] = ['chat', 'checklist', 'notes'];

/** The drawer at the right: one pane at a time, closed by Escape; the arrow keys go from tab to tab. */
export class Drawer {
  private readonly drawer = element('drawer');
  private readonly chatButton = element('chat-button');
  private readonly papersButton = element('papers-button');
  private readonly keyboard = new KeyboardPlace(this.drawer, () => (this.pane === 'chat' ? this.chatButton : this.papersButton));
  private pane: Pane = 'chat';
  private lastPaper: Pane = 'checklist';

  /** `focused`: where the keyboard goes in each pane. */
  constructor(private readonly focused: Readonly<Record<Pane, HTMLElement>>, private readonly onShown: () => void) {
    this.chatButton.addEventListener('click', () => this.toggle('chat'));
    this.papersButton.addEventListener('click', () => this.toggle(this.lastPaper));
    element('chat-close').addEventListener('click', () => this.close());
    this.drawer.addEventListener('keydown', event => event.key === 'Escape' && !event.isComposing && this.close());
    for (const pane of PANES) {
      const tab = element(`tab-${pane}`);
      tab.addEventListener('click', () => this.choose(pane));
      tab.addEventListener('keydown', event => this.move(event));
    }
  }

  /** The pane that is open; null where none is. */
  get shown(): Pane | null {
    return this.drawer.hidden ? null : this.pane;
  }

  open(pane: Pane): void {
    this.choose(pane);
    this.focused[pane].focus();
  }

  toggle(pane: Pane): void {
    if (this.shown === pane || (this.shown !== null && pane !== 'chat' && this.shown !== 'chat')) {
      this.close();
    } else {
      this.open(pane);
    }
  }

  close(): void {
    this.keyboard.goBack();
    this.drawer.hidden = true;
    this.say();
    this.onShown();
  }

  private choose(pane: Pane): void {
    if (this.drawer.hidden) {
      this.keyboard.remember();
    }

    this.pane = pane;
    this.lastPaper = pane === 'chat' ? this.lastPaper : pane;
    this.drawer.hidden = false;
    this.drawer.dataset['pane'] = pane;
    for (const other of PANES) {
      element(`pane-${other}`).hidden = other !== pane;
      const tab = element(`tab-${other}`);
      tab.setAttribute('aria-selected', String(other === pane));
      tab.tabIndex = other === pane ? 0 : -1;
    }

    this.say();
    this.onShown();
  }

  private move(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? PANES.length - 1 : 0;
    if (step > 0) {
      event.preventDefault();
      const next = PANES[(PANES.indexOf(this.pane) + step) % PANES.length]!;
      this.choose(next);
      element(`tab-${next}`).focus();
    }
  }

  private say(): void {
    const { shown } = this;
    this.chatButton.setAttribute('aria-expanded', String(shown === 'chat'));
    this.papersButton.setAttribute('aria-expanded', String(shown !== null && shown !== 'chat'));
  }
}
