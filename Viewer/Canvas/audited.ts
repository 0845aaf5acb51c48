// The auditor's page of a session: what this browser can verify of it by itself, in plain words.
import { checkEvidence, continues, isGood, seen, type Evidence, type Found, type Seen } from './audit/evidence';
import { element } from './page/elements';
import { Texts } from './text';

const MEMORY = 'remoteassist.log';

const place = element('browser-check');
const verdict = element('browser-verdict');
const findings = element('browser-findings');
const texts = new Texts(element('check-text').textContent ?? '{}');

function finding(good: boolean, key: string, ...values: readonly (string | number)[]): void {
  const line = document.createElement('li');
  line.className = good ? 'holds' : 'broken';
  line.textContent = texts.say(key, ...values);
  findings.append(line);
}

const clock = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** The entry on the page whose kind or time is not that of the entry that was checked; null where all are. */
function strangerOnThePage(found: Found): string | null {
  const known = new Map(found.words.map(entry => [String(entry.sequence), entry]));
  for (const line of document.querySelectorAll<HTMLElement>('[data-entry]')) {
    const entry = known.get(line.dataset['entry']!);
    if (entry === undefined || entry.action !== line.dataset['action'] || Date.parse(entry.time) !== Date.parse(line.dataset['time']!)) {
      return line.dataset['entry']!;
    }
  }

  return null;
}

/** Whether the log continues what this browser saw of it before. Says it, and remembers the larger of the two. */
async function compareWithMemory(found: Found): Promise<boolean> {
  const now = found.checkpoint!;
  const kept = localStorage.getItem(MEMORY);
  const before = kept === null ? null : JSON.parse(kept) as Seen;
  let holds = true;
  if (before === null || before.origin !== now.origin) {
    // Another log is another Relay's data; it is told apart by its name, and begins anew here.
    finding(true, 'First');
  } else {
    const [from, to] = [Math.min(before.size, now.size), Math.max(before.size, now.size)];
    const answer = await fetch(`/log/consistency?from=${from}&to=${to}`, { credentials: 'same-origin', redirect: 'error' });
    holds = answer.ok && continues(before, now, (await answer.json() as { hashes: string[] }).hashes);
    finding(holds, holds ? 'Continues' : 'Forked', clock(before.at), before.size);
  }

  if (holds && found.signedBy !== null && (before === null || before.origin !== now.origin || before.size <= now.size)) {
    localStorage.setItem(MEMORY, JSON.stringify(seen(now, Date.now())));
  }

  return holds;
}

async function check(): Promise<void> {
  verdict.textContent = texts.say('Checking');
  const answer = await fetch(place.dataset['url']!, { credentials: 'same-origin', redirect: 'error' });
  if (!answer.ok) {
    throw new Error(`The evidence was answered with ${answer.status}.`);
  }

  const found = await checkEvidence(await answer.json() as Evidence);
  if (found.checkpoint === null || (found.included === 0 && found.fault === null)) {
    verdict.textContent = texts.say('NoCheckpoint');
    return;
  }

  finding(found.fault === null, 'Entries', found.included, found.included + found.newer, found.checkpoint.size);
  if (found.fault !== null) {
    finding(false, `Bad.${found.fault.kind}`, found.fault.sequence);
  }

  if (found.newer > 0) {
    finding(true, 'Newer', found.newer);
  }

  const stranger = found.fault === null ? strangerOnThePage(found) : null;
  if (stranger !== null) {
    finding(false, 'Bad.page', stranger);
  }

  finding(true, 'Values', found.values, found.erased);
  finding(found.signedBy !== null, found.signedBy === null ? 'NotSigned' : 'Signed', found.signedBy?.slice(0, 32).replace(/(.{4})(?=.)/gu, '$1 ') ?? '');
  found.cosigned.forEach(({ witness, at }) => finding(true, 'Cosigned', witness, clock(at)));
  if (found.cosigned.length === 0) {
    finding(true, 'NotCosigned');
  }

  finding(found.use.fault === null, found.use.fault !== null ? 'BadUse' : found.use.signed === 0 ? 'NoUse' : 'Use', found.use.fault ?? found.use.signed);
  const remembered = await compareWithMemory(found);
  const good = isGood(found) && stranger === null && remembered;
  place.dataset['result'] = good ? 'good' : 'wrong';
  verdict.textContent = texts.say(good ? 'Good' : 'Wrong');
}

if ('subtle' in crypto) {
  check().catch(() => {
    place.dataset['result'] = 'unable';
    verdict.textContent = texts.say('Unable');
  });
} else {
  verdict.textContent = texts.say('Insecure');
}
