import { element, write } from '../../page/elements';
import type { Texts } from '../../text';
import type { Known } from '../messages';
import { sinceBegin, timeOfDay } from './moments';
import { eventsOf, type PlaybackEvent } from './events';
import type { Surveyed } from '../survey';

/** The bar with all of the time: where it plays, and what there is to say about which stretch; the same in words below it. */
export class TimeBar {
  private readonly slider = element('position') as HTMLInputElement;
  private readonly spans = element('bar-spans');
  private readonly list = element('events');
  private known: Known | null = null;
  private events: readonly PlaybackEvent[] = [];
  private shown = '';

  constructor(private readonly text: Texts, private readonly onSeek: (at: number) => void) {
    this.slider.addEventListener('input', () => onSeek(Number(this.slider.value)));
  }

  /** What is known of the recording, and of its masks. */
  show(known: Known, surveyed: Surveyed | null): void {
    this.known = known;
    this.slider.max = String(Math.max(known.end, 1));
    this.events = eventsOf(known, surveyed, this.text);

    // What has the keyboard is not taken away while nothing changes.
    const now = JSON.stringify([known.end, this.events]);
    if (now !== this.shown) {
      this.shown = now;
      this.spans.replaceChildren(...this.events.map(event => this.stretch(event, known.end)));
      this.list.replaceChildren(...this.events.map(event => this.item(event)));
      element('no-events').hidden = this.events.length > 0;
    }
  }

  /** Where it plays now, ms. */
  move(position: number): void {
    const { known, slider, text } = this;
    if (known) {
      const words = text.say('Playback.Moment', sinceBegin(position), sinceBegin(known.end), timeOfDay(known.begun, position));
      slider.value = String(Math.round(position));
      slider.setAttribute('aria-valuetext', words);
      write(element('moment'), words);
    }
  }

  private stretch({ kind, from, to }: PlaybackEvent, end: number): HTMLElement {
    const stretch = document.createElement('i');
    stretch.dataset['kind'] = kind;
    stretch.style.left = `${(100 * from) / Math.max(end, 1)}%`;
    stretch.style.width = `${(100 * ((to ?? end) - from)) / Math.max(end, 1)}%`;
    return stretch;
  }

  private item({ kind, from, to, words }: PlaybackEvent): HTMLElement {
    const begun = this.known?.begun ?? 0;
    const item = document.createElement('li');
    const button = document.createElement('button');
    const when = document.createElement('time');
    button.type = 'button';
    button.dataset['kind'] = kind;
    when.textContent = to === null || to === from ? timeOfDay(begun, from) : `${timeOfDay(begun, from)} – ${timeOfDay(begun, to)}`;
    button.append(when, ` ${words}`);
    button.addEventListener('click', () => this.onSeek(from));
    item.append(button);
    return item;
  }
}
