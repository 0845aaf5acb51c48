import { mergeNotes } from '../papers/merge';
import type { Paper, SaveAnswer } from '../papers/paper';
import { PaperSaver } from '../papers/saver';
import type { Texts } from '../text';
import { element } from './elements';
import { showSaving } from './savingState';

/** The notes of the case: saved as they are typed. */
export class NotesPane {
  readonly saver: PaperSaver;
  private readonly field = element('notes') as HTMLTextAreaElement;
  private mergedWith: string | null = null;

  constructor(private readonly text: Texts, paper: Paper, save: (basedOn: number, body: string) => Promise<SaveAnswer>, after: (ms: number, run: () => void) => void) {
    this.field.value = paper.body;
    this.saver = new PaperSaver(paper, {
      save,
      after,
      merge: mergeNotes,
      onMerged: by => this.merged(by),
      onChange: () => this.show(),
    });
    this.field.addEventListener('input', () => {
      this.mergedWith = null;
      this.saver.write(this.field.value);
    });
  }

  /** These lines stand below the others from now on, as many as there is room for; false where that is not all. */
  append(lines: string): boolean {
    const { value, maxLength } = this.field;
    const all = `${value}${value === '' || value.endsWith('\n') ? '' : '\n'}${lines}\n`;
    this.field.value = all.length <= maxLength ? all : all.slice(0, all.lastIndexOf('\n', maxLength - 1) + 1);
    this.saver.write(this.field.value);
    return all.length <= maxLength;
  }

  // The caret stays before what came behind it.
  private merged(by: string): void {
    const { selectionStart, selectionEnd } = this.field;
    this.mergedWith = by;
    this.field.value = this.saver.body;
    this.field.setSelectionRange(selectionStart, selectionEnd);
    this.show();
  }

  private show(): void {
    showSaving(element('notes-state'), this.text, this.saver.saving, this.mergedWith);
  }
}
