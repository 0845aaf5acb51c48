// Pages of keys: the organisation's, with which auditors are certified, and an auditor's own. Keys are made and used here; the Relay
// gets what is public.
import { signCertificate } from './recordings/certificate';
import { fromBase64, makeKeyFile, openKeyFile, readKeyFile, SHORTEST_PASSPHRASE, base64, type KeyFile, type KeyUse } from './recordings/keyFile';
import { storedKeys, storeKey } from './recordings/keyStore';

const YEARS_OF_A_CERTIFICATE = 2;

const making = document.querySelector<HTMLFormElement>('form[data-make-key]');
const certifying = document.querySelector<HTMLFormElement>('form[data-certify]');
const here = document.querySelector<HTMLElement>('[data-own-key]');

if (making) {
  making.addEventListener('submit', event => {
    event.preventDefault();
    void make(making);
  });
}

certifying?.addEventListener('submit', event => {
  event.preventDefault();
  void certify(certifying, event.submitter as HTMLButtonElement);
});

if (here) {
  void showOwnKey(here);
}

// 1 make   2 the file is saved   3 the public half goes to the Relay
async function make(form: HTMLFormElement): Promise<void> {
  const use = form.dataset['makeKey'] as KeyUse;
  const [first, again] = [...form.querySelectorAll<HTMLInputElement>('input[type=password]')] as [HTMLInputElement, HTMLInputElement];
  if (first.value.length < SHORTEST_PASSPHRASE) {
    return complain(form, 'short', first);
  }

  if (first.value !== again.value) {
    return complain(form, 'differ', again);
  }

  const button = busy(form);
  const file = await makeKeyFile(use, first.value);
  first.value = again.value = '';
  if (use === 'auditor') {
    await storeKey(file);
  }

  save(file);
  form.querySelector<HTMLInputElement>('input[name=PublicKey]')!.value = file.publicKey;

  // Nobody has this key but the file: it becomes the Relay's business once its owner says that the file is there.
  form.querySelector<HTMLElement>('[data-passphrases]')!.hidden = true;
  const saved = form.querySelector<HTMLElement>('[data-saved]')!;
  saved.hidden = false;
  button.hidden = true;
  const confirm = saved.querySelector<HTMLButtonElement>('button[data-confirm]')!;
  saved.querySelector<HTMLButtonElement>('button[data-again]')!.addEventListener('click', () => save(file));
  confirm.addEventListener('click', () => form.submit());
  confirm.focus();
}

async function certify(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  const [file, passphrase] = [form.querySelector<HTMLInputElement>('input[type=file]')!, form.querySelector<HTMLInputElement>('input[type=password]')!];
  const chosen = file.files?.[0];
  const read = chosen && readKeyFile(await chosen.text(), 'organisation');
  if (!read) {
    return complain(form, 'file', file);
  }

  if (read.publicKey !== form.dataset['certify']) {
    return complain(form, 'other', file);
  }

  button.disabled = true;
  const root = await openKeyFile(read, passphrase.value);
  button.disabled = false;
  if (!root) {
    return complain(form, 'passphrase', passphrase);
  }

  passphrase.value = '';
  const { keyId, keyName, keyPublic } = button.dataset;
  const made = new Date();
  const until = new Date(made);
  until.setFullYear(until.getFullYear() + YEARS_OF_A_CERTIFICATE);
  const signature = await signCertificate({ name: keyName!, publicKey: fromBase64(keyPublic!)!, made, until }, root);
  fill(form, { Id: keyId!, Name: keyName!, Made: String(made.getTime()), Until: String(until.getTime()), Signature: base64(signature) });
  form.submit();
}

// Whether this browser has the key that the Relay knows; its backup can be saved again, and loaded where it is not.
async function showOwnKey(place: HTMLElement): Promise<void> {
  const publicKey = place.dataset['ownKey']!;
  const stored = (await storedKeys()).find(file => file.publicKey === publicKey);
  place.querySelector<HTMLElement>('[data-key-here]')!.hidden = !stored;
  place.querySelector<HTMLElement>('[data-key-missing]')!.hidden = !!stored;
  place.querySelector<HTMLButtonElement>('button[data-backup]')!.addEventListener('click', () => stored && save(stored));
  const load = place.querySelector<HTMLFormElement>('form[data-load-key]')!;
  load.addEventListener('submit', event => {
    event.preventDefault();
    void loadKey(load);
  });
}

async function loadKey(form: HTMLFormElement): Promise<void> {
  const [file, passphrase] = [form.querySelector<HTMLInputElement>('input[type=file]')!, form.querySelector<HTMLInputElement>('input[type=password]')!];
  const chosen = file.files?.[0];
  const read = chosen && readKeyFile(await chosen.text(), 'auditor');
  if (!read) {
    return complain(form, 'file', file);
  }

  const button = busy(form);
  const opens = await openKeyFile(read, passphrase.value);
  button.disabled = false;
  if (!opens) {
    return complain(form, 'passphrase', passphrase);
  }

  await storeKey(read);
  location.reload();
}

function save(file: KeyFile): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }));
  link.download = `remoteassist-${file.use}-key.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function busy(form: HTMLFormElement): HTMLButtonElement {
  const button = form.querySelector<HTMLButtonElement>('button[type=submit]')!;
  button.disabled = true;
  form.querySelector<HTMLElement>('[role=alert]')!.hidden = true;
  return button;
}

function complain(form: HTMLFormElement, why: string, field: HTMLInputElement): void {
  const trouble = form.querySelector<HTMLElement>('[role=alert]')!;
  trouble.textContent = trouble.dataset[why] ?? '';
  trouble.hidden = false;
  field.focus();
}

function fill(form: HTMLFormElement, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    form.querySelector<HTMLInputElement>(`input[name=${name}]`)!.value = value;
  }
}
