// The page that checks a bundle, from a server or from a disk.
import { check, readTrust, type Finding, type Trust } from './check';
import { readCheckpoint, readNote } from '../audit/notes';
import { outcome } from './outcome';
import { LANGUAGES, type Words } from './words';

const MOST_BYTES = 2 ** 30;
const MOST_TEXT = 64 * 1024;

const at = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const [form, keys, button, trouble, place] = [
  at<HTMLFormElement>('form'), at<HTMLTextAreaElement>('keys'), at<HTMLButtonElement>('check'), at('trouble'), at('outcome'),
];

let language = navigator.language.toLowerCase().startsWith('zh') ? 'zh-Hans' : 'en';
let found: { readonly finding: Finding; readonly trust: Trust } | null = null;
let wrong: string | null = 'subtle' in crypto ? null : 'noCrypto';

const words = (): Words => LANGUAGES[language]!;

function show(): void {
  document.documentElement.lang = language;
  document.title = `${words().page['title']} · RemoteAssist`;
  document.querySelectorAll<HTMLElement>('[data-text]').forEach(one => { one.textContent = words().page[one.dataset['text']!]!; });
  document.querySelectorAll<HTMLElement>('[data-language]').forEach(one => one.setAttribute('aria-pressed', String(one.dataset['language'] === language)));
  trouble.hidden = wrong === null;
  trouble.textContent = wrong === null ? '' : words().page[wrong]!;
  place.replaceChildren(...found === null ? [] : outcome(found.finding, found.trust, words()));
}

/** A reason why nothing can be checked, by the name of its words. */
class Unfit extends Error {}

async function bytesOf(input: HTMLInputElement, most: number): Promise<Uint8Array | null> {
  const [file] = input.files ?? [];
  if (file === undefined) {
    return null;
  }

  if (file.size > most) {
    throw new Unfit('tooLarge');
  }

  return new Uint8Array(await file.arrayBuffer());
}

async function trusted(): Promise<Trust> {
  const text = keys.value;
  const trust = text.trim() === '' ? { relays: [], witnesses: [] } : readTrust(text);
  if (trust === null) {
    throw new Unfit('badKeys');
  }

  const kept = await bytesOf(at<HTMLInputElement>('kept-file'), MOST_TEXT);
  const note = kept === null ? null : readNote(kept);
  const checkpoint = note === null ? null : readCheckpoint(note.body);
  if (kept !== null && checkpoint === null) {
    throw new Unfit('badKept');
  }

  return checkpoint === null ? trust : { ...trust, kept: checkpoint };
}

async function look(): Promise<void> {
  const file = await bytesOf(at<HTMLInputElement>('bundle'), MOST_BYTES);
  if (file === null) {
    throw new Unfit('noFile');
  }

  const trust = await trusted();
  found = { trust, finding: await check(file, trust) };
}

form.addEventListener('submit', event => {
  event.preventDefault();
  [found, wrong] = [null, null];
  button.disabled = true;
  button.textContent = words().page['checking']!;
  void look().catch((problem: unknown) => { wrong = problem instanceof Unfit ? problem.message : 'unreadable'; }).finally(() => {
    button.disabled = false;
    show();
    (found === null ? button : place).focus();
  });
});

at<HTMLInputElement>('keys-file').addEventListener('change', event => {
  const [file] = (event.target as HTMLInputElement).files ?? [];
  if (file !== undefined && file.size <= MOST_TEXT) {
    void file.text().then(text => { keys.value = text; });
  }
});

// What is dropped on a field is as if it were chosen there; beside them it is not opened in place of the page.
document.addEventListener('dragover', event => event.preventDefault());
document.addEventListener('drop', event => event.preventDefault());
document.querySelectorAll<HTMLElement>('.field').forEach(field => {
  const input = field.querySelector<HTMLInputElement>('input[type=file]')!;
  field.addEventListener('dragover', () => field.classList.add('over'));
  field.addEventListener('dragleave', () => field.classList.remove('over'));
  field.addEventListener('drop', event => {
    field.classList.remove('over');
    if (event.dataTransfer !== null && event.dataTransfer.files.length > 0) {
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event('change'));
    }
  });
});

document.querySelectorAll<HTMLElement>('[data-language]').forEach(one => one.addEventListener('click', () => {
  language = one.dataset['language']!;
  show();
}));

at('keep').hidden = !location.protocol.startsWith('http');
show();
