import type { Chat, Line } from '../chat';
import type { Texts } from '../text';
import { element, write } from './elements';

/** The drawer at the right: the chat with the customer. What is a link is shown as the text that it is. */
export class ChatPanel {
  private readonly drawer = element('drawer');
  private readonly button = element('chat-button');
  private readonly log = element('chat-log');
  private readonly list = element('chat-lines');
  private readonly field = element('chat-text') as HTMLTextAreaElement;
  private readonly time: Intl.DateTimeFormat;

  constructor(private readonly text: Texts, private readonly customer: string, private readonly chat: Chat) {
    this.time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
    this.button.addEventListener('click', () => this.open(this.drawer.hasAttribute('hidden')));
    element('chat-close').addEventListener('click', () => this.open(false));
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
    this.drawer.addEventListener('keydown', event => event.key === 'Escape' && !event.isComposing && this.open(false));
    document.addEventListener('visibilitychange', () => this.read());
  }

  /** Whether somebody can read it just now. */
  get isShown(): boolean {
    return !this.drawer.hidden && document.visibilityState === 'visible' && document.body.dataset['view'] === 'picture';
  }

  show(): void {
    const { lines, unread } = this.chat;
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 40;
    lines.forEach((line, i) => this.showLine(this.list.children[i] ?? this.list.appendChild(row()), line));
    if (atEnd) {
      this.log.scrollTop = this.log.scrollHeight;
    }

    element('chat-empty').hidden = lines.length > 0;
    this.button.dataset['unread'] = String(unread);
    write(element('chat-unread'), unread === 0 ? '' : this.text.say('Chat.unread', unread));
  }

  private showLine(target: Element, { by, text, at, delivery }: Line): void {
    const [head, words] = target.children;
    target.setAttribute('data-by', by);
    const parts = [this.text.say(`Chat.by.${by}`, this.customer), this.time.format(at)];
    if (delivery) {
      target.setAttribute('data-delivery', delivery);
      parts.push(this.text.say(`Chat.${delivery}`));
    }

    write(head!, parts.join(' · '));
    write(words!, text);
  }

  private open(open: boolean): void {
    this.drawer.hidden = !open;
    this.button.setAttribute('aria-expanded', String(open));
    (open ? this.field : this.button).focus();
    this.read();
  }

  private read(): void {
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
