// The start page and the page of a case: who asks this technician to look too, without a reload.
import { element } from './page/elements';

const EVERY_MS = 5000;

const place = element('invitations');
let shown = place.innerHTML.trim();

async function look(): Promise<void> {
  if (document.visibilityState === 'hidden') {
    return;
  }

  try {
    const answer = await fetch('/invitations', { credentials: 'same-origin', redirect: 'error', signal: AbortSignal.timeout(EVERY_MS) });
    const now = answer.ok ? (await answer.text()).trim() : shown;
    // Who is about to press a button there must not lose it: the Relay's own markup comes again only where it has changed.
    if (withoutProof(now) !== withoutProof(shown)) {
      shown = now;
      place.innerHTML = now;
    }
  } catch {
    // The next look may do better.
  }
}

// Each form carries a proof of its own that this page is ours; it is another one each time.
function withoutProof(markup: string): string {
  return markup.replace(/<input name="__RequestVerificationToken"[^>]*>/g, '');
}

setInterval(() => void look(), EVERY_MS);
document.addEventListener('visibilitychange', () => void look());
