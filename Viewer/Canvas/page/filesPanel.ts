import type { Asking, Readiness } from '../asking';
import type { Texts } from '../text';
import { canPause, isOver, type FileLine, type Files } from '../transfer/files';
import { element, showReadiness, write } from './elements';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Files: the button in the strip, the panel beside it, and dropping one on the picture. */
export class FilesPanel {
  private readonly button = element('files-button');
  private readonly panel = element('files-panel');
  private readonly list = element('files-list');
  private readonly picker = element('files-picker') as HTMLInputElement;
  private readonly drop = element('files-drop');

  constructor(
    private readonly text: Texts,
    private readonly customer: string,
    private readonly files: Files,
    private readonly asking: Asking,
  ) {
    this.button.addEventListener('click', () => this.press());
    element('files-close').addEventListener('click', () => this.open(false));
    this.panel.addEventListener('keydown', event => event.key === 'Escape' && this.open(false));
    element('files-send').addEventListener('click', () => this.picker.click());
    element('files-ask').addEventListener('click', () => this.files.askFile());
    this.picker.addEventListener('change', () => {
      this.send(this.picker.files);
      this.picker.value = '';
    });
    this.listenToDrops(element('picture'));
  }

  private get readiness(): Readiness {
    return this.asking.readiness('files');
  }

  show(): void {
    const { readiness } = this;
    const help = this.text.say(readiness === 'ready' ? 'Files.help' : `Tool.${readiness}.help`, this.customer);
    const words = this.text.say(readiness === 'ready' ? 'Files.open' : `Files.button.${readiness}`);
    showReadiness(this.button, readiness, readiness === 'asked', help, words);
    for (const id of ['files-send', 'files-ask']) {
      element(id).toggleAttribute('disabled', readiness !== 'ready');
    }

    const { lines } = this.files;
    element('files-empty').hidden = lines.length > 0;
    [...this.list.children].filter(row => !lines.some(line => row.id === rowId(line))).forEach(row => row.remove());
    lines.forEach(line => this.showLine(document.getElementById(rowId(line)) ?? this.list.appendChild(this.row(line)), line));
    const moving = lines.filter(({ standing }) => !isOver(standing)).length;
    write(element('files-count'), moving > 0 ? this.text.say('Files.count', moving) : '');
  }

  private press(): void {
    if (this.readiness === 'ready') {
      this.open(this.panel.hasAttribute('hidden'));
    } else {
      this.asking.ask('files');
    }
  }

  private open(open: boolean): void {
    this.panel.hidden = !open;
    this.button.setAttribute('aria-expanded', String(open));
    (open ? element('files-send') : this.button).focus();
  }

  private send(chosen: FileList | null | undefined): void {
    [...chosen ?? []].forEach(file => this.files.sendFile(file));
    this.panel.hidden = false;
    this.button.setAttribute('aria-expanded', 'true');
  }

  private listenToDrops(target: HTMLElement): void {
    const takes = (event: DragEvent): boolean => this.readiness === 'ready' && event.dataTransfer?.types.includes('Files') === true;
    target.addEventListener('dragover', event => {
      // Even where it is not taken, the browser must not open it in place of this page.
      if (event.dataTransfer?.types.includes('Files')) {
        event.preventDefault();
        event.dataTransfer.dropEffect = takes(event) ? 'copy' : 'none';
        this.drop.hidden = !takes(event);
      }
    });
    target.addEventListener('dragleave', event => {
      this.drop.hidden = this.drop.hidden !== false || !(event.relatedTarget instanceof Node && target.contains(event.relatedTarget));
    });
    target.addEventListener('drop', event => {
      if (event.dataTransfer?.types.includes('Files')) {
        event.preventDefault();
        this.drop.hidden = true;
        if (takes(event)) {
          this.send(event.dataTransfer.files);
        }
      }
    });
  }

  private row(line: FileLine): HTMLElement {
    const item = document.createElement('li');
    item.id = rowId(line);
    const bar = document.createElement('progress');
    const pause = document.createElement('button');
    pause.type = 'button';
    pause.addEventListener('click', () => this.files.pause(line.transfer, item.dataset['paused'] !== 'true'));
    const button = document.createElement('button');
    button.type = 'button';
    button.addEventListener('click', () => {
      this.files.cancel(line.transfer);
      if (item.dataset['over'] === 'true') {
        this.files.forget(line.transfer);
      }
    });
    const buttons = document.createElement('span');
    buttons.className = 'file-buttons';
    buttons.append(pause, button);
    const told = document.createElement('span');
    told.setAttribute('role', 'status');
    told.className = 'unseen';
    item.append(document.createElement('p'), bar, document.createElement('small'), buttons, told);
    return item;
  }

  private showLine(row: Element, { name, size, carried, standing, isPaused, fromCustomer }: FileLine): void {
    const [title, bar, state, buttons, heard] = row.children as unknown as [HTMLElement, HTMLProgressElement, HTMLElement, HTMLElement, HTMLElement];
    const [pause, button] = buttons.children as unknown as [HTMLElement, HTMLElement];
    const over = isOver(standing);
    const shown = isPaused && standing === 'moving' ? 'paused' : standing;
    const isNews = row.getAttribute('data-standing') !== shown;
    row.setAttribute('data-standing', shown);
    row.setAttribute('data-paused', String(isPaused));
    row.setAttribute('data-over', String(over));
    write(title, name || this.text.say('Files.unnamed'));
    title.title = name;
    bar.hidden = over || size === 0;
    bar.max = Math.max(1, size);
    bar.value = carried;
    bar.setAttribute('aria-label', this.text.say('Files.progress', name));
    const told = standing.startsWith('refused.')
      ? this.text.say(`Refused.${standing.slice('refused.'.length)}`, this.customer)
      : this.text.say(`Files.${fromCustomer && shown === 'done' ? 'saved' : shown}`, this.customer, sizeOf(carried), sizeOf(size));
    write(state, told);
    if (isNews) {
      // Not each step of the bytes: those are in the bar.
      write(heard, told);
    }

    const called = name || this.text.say('Files.unnamed');
    pause.hidden = !canPause(standing);
    write(pause, this.text.say(isPaused ? 'Files.resume' : 'Files.pause'));
    pause.setAttribute('aria-label', this.text.say(isPaused ? 'Files.resumeThis' : 'Files.pauseThis', called));
    write(button, this.text.say(over ? 'Files.forget' : 'Files.cancel'));
    button.setAttribute('aria-label', this.text.say(over ? 'Files.forgetThis' : 'Files.cancelThis', called));
  }
}

function rowId({ transfer }: FileLine): string {
  return `file-${transfer}`;
}

// How many bytes, for people; the same in every language.
function sizeOf(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 999.5 && unit < UNITS.length - 1; unit++) {
    value /= 1000;
  }

  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${UNITS[unit]}`;
}
