import { readChecklist, ticked, without, withSteps, withTopic, writeChecklist, MOST_ITEMS, type Checklist, type Item } from '../papers/checklist';
import { mergeChecklists } from '../papers/merge';
import type { Paper, SaveAnswer } from '../papers/paper';
import { PaperSaver } from '../papers/saver';
import { hex } from '../sealing/bytes';
import type { Texts } from '../text';
import { element, write } from './elements';
import { showSaving } from './savingState';

/** The checklist of the case: ready-made lists by topic, own steps, ticks; saved at each change. */
export class ChecklistPane {
  readonly saver: PaperSaver;
  private readonly items = element('checklist-items');
  private readonly field = element('checklist-text') as HTMLInputElement;
  private mergedWith: string | null = null;

  constructor(private readonly text: Texts, paper: Paper, save: (basedOn: number, body: string) => Promise<SaveAnswer>, after: (ms: number, run: () => void) => void) {
    this.saver = new PaperSaver(paper, {
      save,
      after,
      merge: mergeChecklists,
      onMerged: by => {
        this.mergedWith = by;
        this.show();
      },
      onChange: () => this.showSaving(),
    });
    element('checklist-topic').addEventListener('submit', event => {
      event.preventDefault();
      this.take((element('checklist-topics') as HTMLSelectElement).value);
    });
    element('checklist-add').addEventListener('submit', event => {
      event.preventDefault();
      this.change(withSteps(this.list, [this.field.value], newId));
      this.field.value = '';
      this.field.focus();
    });
    this.show();
  }

  get list(): Checklist {
    return readChecklist(this.saver.body);
  }

  private take(topic: string): void {
    const steps: string[] = [];
    for (let step = 1; this.text.has(`Checklist.${topic}.${step}`); step++) {
      steps.push(this.text.say(`Checklist.${topic}.${step}`));
    }

    this.change(withTopic(withSteps(this.list, steps, newId), topic));
  }

  private change(list: Checklist): void {
    this.mergedWith = null;
    this.saver.write(writeChecklist(list));
    this.show();
  }

  private show(): void {
    const { items } = this.list;
    const old = new Map([...this.items.children].map(row => [(row as HTMLElement).dataset['item'], row as HTMLElement]));
    const rows = items.map(item => this.showItem(old.get(item.id) ?? this.newRow(item.id), item));

    // A row that is where it was keeps the keyboard.
    rows.forEach((row, i) => this.items.children[i] === row || this.items.insertBefore(row, this.items.children[i] ?? null));
    while (this.items.children.length > rows.length) {
      this.items.lastElementChild!.remove();
    }

    element('checklist-empty').hidden = items.length > 0;
    const done = items.filter(item => item.done).length;
    write(element('checklist-progress'), items.length === 0 ? '' : this.text.say('Steps.progress', done, items.length));
    element('checklist-add-button').toggleAttribute('disabled', items.length >= MOST_ITEMS);
  }

  private showItem(row: HTMLElement, { text, done }: Item): HTMLElement {
    const box = row.querySelector('input')!;
    box.checked = done;
    write(row.querySelector('span')!, text);
    row.querySelector('button')!.setAttribute('aria-label', this.text.say('Steps.remove', text));
    return row;
  }

  private newRow(id: string): HTMLElement {
    const row = document.createElement('li');
    row.dataset['item'] = id;
    const label = document.createElement('label');
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.addEventListener('change', () => this.change(ticked(this.list, id, box.checked)));
    label.append(box, document.createElement('span'));
    const remove = document.createElement('button');
    remove.type = 'button';
    remove.textContent = '×';
    remove.title = this.text.say('Steps.removeShort');
    remove.addEventListener('click', () => {
      const next = (row.nextElementSibling ?? row.previousElementSibling)?.querySelector('button');
      this.change(without(this.list, id));
      (next ?? this.field).focus();
    });
    row.append(label, remove);
    return row;
  }

  private showSaving(): void {
    showSaving(element('checklist-state'), this.text, this.saver.saving, this.mergedWith);
  }
}

function newId(): string {
  return hex(crypto.getRandomValues(new Uint8Array(8)));
}
