import { Post } from '../papers/post';
import type { Paper } from '../papers/paper';
import type { WrapUp } from '../papers/wrapUp';
import type { Texts } from '../text';
import { ChecklistPane } from './checklistPane';
import { element } from './elements';
import { NotesPane } from './notesPane';
import { PhrasesPane } from './phrasesPane';
import { WrapUpForm } from './wrapUpForm';

interface Kept {
  readonly notes: Paper;
  readonly checklist: Paper;
  readonly phrases: Paper;
  readonly wrapUp: WrapUp | null;
}

/** Everything that is written beside the picture and kept with the case or the account. */
export class PapersDesk {
  readonly post: Post;
  private readonly kept: Kept;
  private readonly notes: NotesPane;
  private readonly checklist: ChecklistPane;
  private readonly phrases: PhrasesPane;
  private readonly wrapUp: WrapUpForm;
  private leaves = false;

  constructor(text: Texts, session: string, caseId: string) {
    this.kept = JSON.parse(element('live-papers').textContent ?? '') as Kept;
    const proof = element('continue-form').querySelector<HTMLInputElement>('input[name=__RequestVerificationToken]')?.value ?? '';
    this.post = new Post(proof);
    const after = (ms: number, run: () => void): void => void setTimeout(run, ms);
    const to = (path: string) => (basedOn: number, body: string) => this.post.paper(path, basedOn, body);
    this.notes = new NotesPane(text, this.kept.notes, to(`/cases/${caseId}/papers/notes`), after);
    this.checklist = new ChecklistPane(text, this.kept.checklist, to(`/cases/${caseId}/papers/checklist`), after);
    this.phrases = new PhrasesPane(text, this.kept.phrases, to('/phrases'), after);
    this.wrapUp = new WrapUpForm(text, async form => (await this.post.json(`/sessions/${session}/wrap-up`, form)).ok);

    // What is being written goes out with the page; where it cannot, the browser asks before it lets the page go.
    addEventListener('pagehide', () => void this.flush());
    addEventListener('beforeunload', event => this.isUnsaved && !this.leaves && event.preventDefault());
    element('continue-form').addEventListener('submit', event => {
      event.preventDefault();
      void this.continue(event.target as HTMLFormElement);
    });
  }

  /** These lines stand below the other notes of the case from now on; false where there was no room for all of them. */
  addToNotes(lines: string): boolean {
    return this.notes.append(lines);
  }

  /** The session is over, for this reason in the words of the wire. */
  ended(reason: string | null): void {
    this.wrapUp.show(this.kept.wrapUp, this.checklist.list, reason);
    void this.flush();
  }

  /** The page is about to go whatever is unsaved: nobody is asked. */
  letGo(): void {
    this.leaves = true;
  }

  private get isUnsaved(): boolean {
    return this.wrapUp.isUnsaved || this.savers.some(saver => saver.saving !== 'saved');
  }

  private get savers() {
    return [this.notes.saver, this.checklist.saver, this.phrases.saver];
  }

  private async flush(): Promise<boolean> {
    return (await Promise.all(this.savers.map(saver => saver.flush()))).every(isSaved => isSaved);
  }

  // The continued session has all that was written; where it cannot be saved, this page stays.
  private async continue(form: HTMLFormElement): Promise<void> {
    const isSaved = await this.flush();
    element('ended-unsaved').hidden = isSaved;
    if (isSaved) {
      this.leaves = !this.wrapUp.isUnsaved;
      form.submit();
    }
  }
}
