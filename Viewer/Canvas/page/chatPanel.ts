import type { Chat, Line } from '../chat';
import type { Texts } from '../text';
import type { Drawer } from './drawer';
import { element, write } from './elements';

/** The chat with the customer, in the drawer. What is a link is shown as the text that it is. */
export class ChatPanel {
  private readonly button = element('chat-button');
  private readonly log = element('chat-log');
  private readonly list = element('chat-lines');
  private readonly field = element('chat-text') as HTMLTextAreaElement;
  private readonly time: Intl.DateTimeFormat;

  constructor(private readonly text: Texts, private readonly customer: string, private readonly chat: Chat, private readonly drawer: Drawer,
    private readonly toNotes: (lines: string) => void) {
    this.time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
    element('chat-form').addEventListener('submit', event => {
      event.preventDefault();
      this.send();
    });
    this.field.addEventListener('keydown', event => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.send();
      }
    });
    document.addEventListener('visibilitychange', () => this.read());
    element('chat-to-notes').addEventListener('click', () => {
      this.toNotes(this.chat.lines.map(line => `${this.head(line)}: ${line.text}`).join('\n'));
      this.drawer.open('notes');
    });
  }

  /** Whether somebody can read it just now. */
  get isShown(): boolean {
    return this.drawer.shown === 'chat' && document.visibilityState === 'visible' && document.body.dataset['view'] === 'picture';
  }

  show(): void {
    const { lines, unread } = this.chat;
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 40;
    lines.forEach((line, i) => this.showLine(this.list.children[i] ?? this.list.appendChild(row()), line));
    if (atEnd) {
      this.log.scrollTop = this.log.scrollHeight;
    }

    element('chat-empty').hidden = lines.length > 0;
    element('chat-to-notes').parentElement!.hidden = lines.length === 0;
    this.button.dataset['unread'] = String(unread);
    write(element('chat-unread'), unread === 0 ? '' : this.text.say('Chat.unread', unread));
  }

  private head({ by, at, name }: Line): string {
    return `${name ?? this.text.say(`Chat.by.${by}`, this.customer)} · ${this.time.format(at)}`;
  }

  private showLine(target: Element, line: Line): void {
    const { by, text, delivery } = line;
    const [head, words] = target.children;
    target.setAttribute('data-by', by);
    const parts = [this.head(line)];
    if (delivery) {
      target.setAttribute('data-delivery', delivery);
      parts.push(this.text.say(`Chat.${delivery}`));
    }

    write(head!, parts.join(' · '));
    write(words!, text);
  }

  /** What can be read by now is said to be read. */
  read(): void {
    this.chat.shown();
    this.show();
  }

  private send(): void {
    this.chat.write(this.field.value);
    this.field.value = '';
    this.field.focus();
  }
}

function row(): HTMLElement {
  const item = document.createElement('li');
  item.append(document.createElement('small'), document.createElement('p'));
  return item;
}
