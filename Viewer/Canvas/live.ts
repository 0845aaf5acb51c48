// The live console's whole program: wires the session, the picture and the page together.
import { Picture } from './picture';
import { Bar } from './page/bar';
import { canvas, element } from './page/elements';
import { showEnding } from './page/ending';
import { Notice } from './page/notice';
import { Waiting } from './page/waiting';
import { connectTo, SessionLink, type Link } from './session';
import { isOver, RelayClock, type SessionStatus } from './status';
import { Texts } from './text';
import type { FitMode } from './fit';

// How often the Agent is asked for its clock, and the countdowns are brought up to date.
const PING_MS = 2000;
const TICK_MS = 250;

const facts = element('live').dataset;
const customer = facts['customer'] ?? '';
const text = new Texts(element('live-text').textContent);
const clock = new RelayClock();
const bar = new Bar(text, customer);
const notice = new Notice(text, customer);
const waiting = new Waiting(text, customer, () => link.newCode());

let status: SessionStatus | null = null;
let linkState: Link = 'connecting';
let otherVersion: number | null = null;
let failed: string | null = null;
let hasPicture = false;

const picture = new Picture(
  {
    stage: element('stage'),
    glass: element('glass'),
    screen: canvas('screen'),
    masks: element('masks'),
    pointer: canvas('pointer'),
  },
  text.say('Stage.mask'),
  () => new Worker(facts['decode'] ?? '', { type: 'module' }),
  {
    exchange: (viewer, message) => link.exchange(viewer, message),
    send: envelope => link.send(envelope),
    onOtherVersion: version => {
      otherVersion = version;
      render();
    },
  },
  () => {
    if (!hasPicture) {
      hasPicture = true;
      render();
    }
  },
);

const link = new SessionLink(
  facts['session'] ?? '',
  () => connectTo(facts['hub'] ?? ''),
  {
    onLink: state => {
      linkState = state;
      render();
    },
    onWatch: () => {
      otherVersion = null;
      picture.restart();
    },
    onStatus: takeStatus,
    onExchange: (viewer, message) => picture.conversation.takeHello(viewer, message),
    onEnvelope: envelope => picture.take(envelope),
  },
  ms => new Promise(resolve => setTimeout(resolve, ms)),
);

function takeStatus(next: SessionStatus): void {
  clock.set(next.now, Date.now());
  status = next;
  if (isOver(next.state)) {
    leave(next.endReason);
  } else {
    render();
  }
}

function render(): void {
  if (document.body.dataset['view'] === 'ended') {
    return;
  }

  document.body.dataset['link'] = linkState;
  if (status) {
    const sharing = status.state === 'live' || status.state === 'paused';
    document.body.dataset['view'] = sharing ? 'picture' : 'waiting';
    element('waiting').hidden = sharing;
    element('picture').hidden = !sharing;
    bar.show(status, linkState);
    if (sharing) {
      showCurtain(status.state === 'paused');
    } else {
      waiting.show(status);
    }
  }

  tick();
}

// Lies over the picture while there is none to see: none yet, or the customer holds it back.
function showCurtain(paused: boolean): void {
  element('curtain').hidden = hasPicture && !paused;
  element('curtain-heading').textContent = text.say(paused ? 'Stage.paused' : 'Stage.coming', customer);
  element('curtain-next').textContent = paused ? text.say('Stage.pausedNext') : '';
}

function tick(): void {
  if (status && document.body.dataset['view'] !== 'ended') {
    bar.tick(status, clock, picture.figures);
    waiting.tick(status, clock);
  }

  if (document.body.dataset['view'] !== 'ended') {
    notice.show({ link: linkState, status, otherVersion, failed }, clock);
  }
}

function leave(reason: string | null): void {
  document.body.dataset['view'] = 'ended';
  element('waiting').hidden = true;
  element('picture').hidden = true;
  element('notice').hidden = true;
  element('ended').hidden = false;
  bar.showEnded();
  showEnding(text, customer, reason);
  element('ended-heading').focus();
  picture.stop();
  void link.stop();
}

async function end(): Promise<void> {
  try {
    failed = null;
    await link.end();
  } catch {
    failed = text.say('Bar.endFailed', customer);
    render();
  }
}

function choose(mode: FitMode): void {
  element('fit').setAttribute('aria-pressed', String(mode === 'fit'));
  element('actual').setAttribute('aria-pressed', String(mode === 'actual'));
  picture.show(mode);
}

element('fit').addEventListener('click', () => choose('fit'));
element('actual').addEventListener('click', () => choose('actual'));
element('end').addEventListener('click', () => void end());

if (facts['over']) {
  leave(facts['over']);
} else {
  setInterval(tick, TICK_MS);
  setInterval(() => picture.conversation.tick(), PING_MS);
  void link.run();
}
