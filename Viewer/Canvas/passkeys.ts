// Pages with a form that a passkey belongs to: signing in, and adding one. The Relay says what to ask for, the browser asks, and
// its answer goes back with the form.
import { credentialJson, creationOptions, requestOptions } from './passkeyJson';

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) {
  if ('credentials' in navigator && 'PublicKeyCredential' in window) {
    form.hidden = false;
    form.addEventListener('submit', event => {
      if ([...form.querySelectorAll<HTMLInputElement>('input[required]')].some(field => field.value === '')) {
        return; // the Relay says what is missing
      }

      event.preventDefault();
      void answer(form);
    });
  } else {
    document.getElementById('passkey-impossible')?.removeAttribute('hidden');
  }
}

async function answer(form: HTMLFormElement): Promise<void> {
  const trouble = form.querySelector<HTMLElement>('[data-cancelled]')!;
  const button = form.querySelector<HTMLButtonElement>('button[type=submit]')!;
  trouble.hidden = true;
  button.disabled = true;
  try {
    const options = JSON.parse(form.dataset['options']!) as Record<string, unknown>;
    const credential = form.dataset['passkey'] === 'add'
      ? await navigator.credentials.create({ publicKey: creationOptions(options) })
      : await navigator.credentials.get({ publicKey: requestOptions(options) });
    form.querySelector<HTMLInputElement>('input[name=Credential]')!.value = credentialJson(credential as PublicKeyCredential);
    form.submit();
  } catch (problem) {
    // Whoever closes the browser's window, has no passkey or waits too long gets the same word from it, on purpose.
    const cancelled = problem instanceof DOMException && (problem.name === 'NotAllowedError' || problem.name === 'AbortError');
    const twice = problem instanceof DOMException && problem.name === 'InvalidStateError';
    trouble.textContent = (twice ? trouble.dataset['twice'] : cancelled ? trouble.dataset['cancelled'] : undefined) ?? trouble.dataset['trouble']!;
    trouble.hidden = false;
    button.disabled = false;
    button.focus();
  }
}
