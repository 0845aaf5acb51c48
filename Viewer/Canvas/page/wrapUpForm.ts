import { MOST_TOPICS, type Checklist } from '../papers/checklist';
import { defaults, type WrapUp } from '../papers/wrapUp';
import type { Texts } from '../text';
import { element, write } from './elements';

/** The short form after the end. It is filled in as far as can be known, and saved when the technician says so. */
export class WrapUpForm {
  private readonly form = element('wrap-up') as HTMLFormElement;
  private readonly done = element('wrap-up-done') as HTMLTextAreaElement;
  private readonly next = element('wrap-up-next') as HTMLSelectElement;
  private readonly words = element('wrap-up-words') as HTMLInputElement;
  private changed = false;

  constructor(private readonly text: Texts, private readonly save: (form: WrapUp) => Promise<boolean>) {
    this.form.addEventListener('submit', event => {
      event.preventDefault();
      void this.write();
    });
    this.form.addEventListener('input', () => {
      this.changed = true;
      this.limit();
      this.say('changed');
    });
  }

  /** Something was filled in that is not saved. */
  get isUnsaved(): boolean {
    return this.changed;
  }

  /** The session is over: `written` is what was saved before, if anything. */
  show(written: WrapUp | null, list: Checklist, reason: string | null): void {
    const from = written ?? defaults(list, reason, this.text.say('WrapUp.between'));
    this.boxes('topic').forEach(box => {
      box.checked = from.topics.includes(box.value);
    });
    this.boxes('solved').forEach(box => {
      box.checked = (box.value === 'yes') === from.solved;
    });
    this.done.value = from.done;
    this.next.value = from.next;
    this.words.value = from.words;
    this.limit();
    this.say(written ? 'saved' : from.done === '' ? 'changed' : 'begun');
  }

  private async write(): Promise<void> {
    const form: WrapUp = {
      topics: this.boxes('topic').filter(box => box.checked).map(box => box.value),
      solved: this.boxes('solved').some(box => box.checked && box.value === 'yes'),
      done: this.done.value,
      next: this.next.value,
      words: this.words.value,
    };
    this.changed = false;
    this.say('saving');
    const isSaved = await this.save(form).catch(() => false);
    this.changed ||= !isSaved;
    this.say(!isSaved ? 'failed' : this.changed ? 'changed' : 'saved');
  }

  // With as many topics as may be, no further one can be ticked.
  private limit(): void {
    const topics = this.boxes('topic');
    const full = topics.filter(box => box.checked).length >= MOST_TOPICS;
    topics.forEach(box => {
      box.disabled = full && !box.checked;
    });
  }

  private say(state: 'begun' | 'changed' | 'saving' | 'saved' | 'failed'): void {
    this.form.dataset['state'] = state;
    write(element('wrap-up-state'), this.text.say(`WrapUp.${state}`));
    write(element('wrap-up-save'), this.text.say(state === 'saved' ? 'WrapUp.again' : 'WrapUp.save'));
  }

  private boxes(name: string): HTMLInputElement[] {
    return [...this.form.querySelectorAll<HTMLInputElement>(`input[name=${name}]`)];
  }
}
