import { mergePhrases, readPhrases } from '../papers/merge';
import type { Paper, SaveAnswer } from '../papers/paper';
import { PaperSaver } from '../papers/saver';
import type { Texts } from '../text';
import { element } from './elements';
import { showSaving } from './savingState';

// So many own phrases, and characters of each; the Relay takes no more.
const MOST = 40;
const LONGEST = 300;

/**
 * Quick phrases for the chat, in either language, and the technician's own. One is put into the field, not sent: it is read
 * once more before it goes.
 */
export class PhrasesPane {
  readonly saver: PaperSaver;
  private readonly panel = element('phrases');
  private readonly button = element('phrases-button');
  private readonly field = element('chat-text') as HTMLTextAreaElement;
  private readonly own = element('phrases-own');

  constructor(private readonly text: Texts, paper: Paper, save: (basedOn: number, body: string) => Promise<SaveAnswer>, after: (ms: number, run: () => void) => void) {
    this.saver = new PaperSaver(paper, {
      save,
      after,
      merge: mergePhrases,
      onMerged: () => this.show(),
      onChange: () => showSaving(element('phrases-state'), this.text, this.saver.saving, null),
    });
    this.button.addEventListener('click', () => this.open(this.panel.hasAttribute('hidden')));
    element('phrase-keep').addEventListener('click', () => this.keep());
    this.panel.addEventListener('keydown', event => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        this.open(false);
        this.button.focus();
      }
    });
    for (const chosen of this.panel.querySelectorAll<HTMLElement>('[data-phrases]')) {
      chosen.addEventListener('click', () => this.speak(chosen.dataset['phrases']!));
    }

    for (const phrase of this.panel.querySelectorAll('.phrases:not(#phrases-own) button')) {
      phrase.addEventListener('click', () => this.put(phrase.textContent ?? ''));
    }

    this.show();
  }

  private open(open: boolean): void {
    this.panel.hidden = !open;
    element('phrase-keep').hidden = !open;
    this.button.setAttribute('aria-expanded', String(open));
  }

  private speak(language: string): void {
    for (const chosen of this.panel.querySelectorAll<HTMLElement>('[data-phrases]')) {
      const key = chosen.dataset['phrases']!;
      chosen.setAttribute('aria-pressed', String(key === language));
      element(`phrases-${key}`).hidden = key !== language;
    }
  }

  private put(phrase: string): void {
    const written = this.field.value.trim();
    this.field.value = written === '' ? phrase : `${written} ${phrase}`;
    this.open(false);
    this.field.focus();
  }

  private keep(): void {
    const phrase = this.field.value.replace(/\s+/g, ' ').trim().slice(0, LONGEST);
    if (phrase !== '') {
      this.change([...new Set([...readPhrases(this.saver.body), phrase])].slice(-MOST));
    }
  }

  private change(phrases: readonly string[]): void {
    this.saver.write(JSON.stringify(phrases));
    this.show();
  }

  private show(): void {
    this.own.replaceChildren(...readPhrases(this.saver.body).map(phrase => {
      const row = document.createElement('li');
      const [put, remove] = [document.createElement('button'), document.createElement('button')];
      put.type = remove.type = 'button';
      put.textContent = phrase;
      put.addEventListener('click', () => this.put(phrase));
      remove.textContent = '×';
      remove.title = this.text.say('Phrases.removeShort');
      remove.setAttribute('aria-label', this.text.say('Phrases.remove', phrase));
      remove.addEventListener('click', () => {
        this.change(readPhrases(this.saver.body).filter(other => other !== phrase));
        this.button.focus();
      });
      row.append(put, remove);
      return row;
    }));
  }
}
