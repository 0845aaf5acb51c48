// The live console's whole program: wires the session, its secrets, the picture and the page together.
import { DrawingMemory } from './annotate/drawingMemory';
import { ChatMemory } from './chatMemory';
import { Exchanges } from './exchanges';
import { Hands } from './hands';
import { LineJudge } from './lineWord';
import { Newcomer } from './newcomer';
import { OwnCode } from './ownCode';
import { Bar } from './page/bar';
import { ColleaguePanel } from './page/colleaguePanel';
import { canvas, element, write } from './page/elements';
import { ALTERED } from './page/ending';
import { GuestCard } from './page/guestCard';
import { Notice } from './page/notice';
import { OutsideView } from './page/outside';
import { PapersDesk } from './page/papersDesk';
import { Shortcuts, type Shortcut } from './page/shortcuts';
import { SnapshotButton } from './page/snapshotButton';
import { TracePanel } from './page/tracePanel';
import { View } from './page/view';
import { ViewPanel } from './page/viewPanel';
import { Waiting } from './page/waiting';
import { People } from './people';
import { isCutOff } from './papers/wrapUp';
import { Picture } from './picture';
import type { SealingFault } from './sealing/cipher';
import { resumptionSecret } from './sealing/keys';
import { ResumptionSecrets } from './secrets';
import { openSecretStore } from './secretStore';
import { connectTo, isSignedOut, SessionLink, type Link } from './session';
import { Sponsor } from './sponsor';
import { isOver, RelayClock, type SessionStatus } from './status';
import { Texts } from './text';
import { writeCommand } from './wire/commands/command';
import { PROTOCOL_VERSION } from './wire/hello';

// How often the Agent is asked for its clock, and the countdowns are brought up to date.
const PING_MS = 2000;
const TICK_MS = 250;

// How often it is noted that this page's secrets are in use.
const SECRETS_MS = 60_000;

const facts = element('live').dataset;
const session = facts['session'] ?? '';
const customer = facts['customer'] ?? '';
const QUALITY = `quality ${session}`;
const text = new Texts(element('live-text').textContent);
const clock = new RelayClock();
const now = (): number => performance.now();

let status: SessionStatus | null = null;
let linkState: Link = 'connecting';
let otherVersion = false;
let failed: string | null = null;
let hasPicture = false;
let isFresh = false;
let hasKeys = false;
let nothingToResume = false;
let over = false;

const people = new People();
const secrets = new ResumptionSecrets(session, openSecretStore());
const code = new OwnCode({
  newCode: () => link.newCode(),
  holdCode: nameplate => link.holdCode(nameplate),
  now,
  onChange: () => render(),
  onWrongTry: triesLeft => waiting.sayWrongTry(triesLeft),
  onFailed: () => waiting.sayFailed(),
});
const exchanges = new Exchanges(session, code, secrets, {
  exchange: (viewer, message) => link.exchange(viewer, message),
  agreed: hash => link.agreed(hash),
  wrongTry: () => link.wrongTry(),
  now,
  onResuming: inKeys => {
    isFresh = false;
    picture.pause(inKeys);
    render();
  },
  onKeys: keys => {
    hasKeys = true;
    nothingToResume = false;
    picture.begin(keys);
    render();
  },
  onNoKeys: () => {
    hasKeys = false;
    render();
  },
  onOutside: () => {
    hasKeys = false;
    nothingToResume = true;
    render();
  },
  onOtherVersion: () => {
    otherVersion = true;
    render();
  },
  watchAgain: () => void link.watchAgain(),
});
const newcomer = new Newcomer(session, {
  introduce: (viewer, message) => link.introduce(viewer, message),
  onSecret: async secret => secrets.add(await resumptionSecret(secret), null),
  now,
  onChange: () => render(),
});
const sponsor = new Sponsor(session, {
  get canVouch() {
    return hasKeys && !people.isColleague;
  },
  introduce: (viewer, message) => link.introduce(viewer, message),
  command: body => picture.conversation.commands.send(body),
  onChange: () => render(),
});
const waiting = new Waiting(text, customer, () => code.replace());
const notice = new Notice(text, customer, facts['callback'] ?? '', () => hands.asking.askForTime());
const view = new View(text, customer, new Bar(text, customer), notice, waiting);
const outside = new OutsideView(text, customer, newcomer, people);
const guests = new GuestCard(text, customer, sponsor);
const papers = new PapersDesk(text, session, facts['case'] ?? '');
const tracePanel = new TracePanel(text);

const picture = new Picture(
  {
    stage: element('stage'),
    glass: element('glass'),
    screen: canvas('screen'),
    masks: element('masks'),
    pointer: canvas('pointer'),
    trace: canvas('trace'),
  },
  text.say('Stage.mask'),
  () => new Worker(facts['decode'] ?? '', { type: 'module' }),
  {
    send: envelope => link.send(envelope),
    onAdmitted: (viewer, allowed) => void sponsor.admitted(viewer, allowed),
    onStanding: standing => {
      hands.take(standing);
      picture.share(standing.shared);
    },
    onSaid: (line, from, said) => hands.chat.take(line, from, said, people.writerOf(from)),
    onReport: report => hands.diagnose.take(report),
    onTransfer: message => hands.transfers.take(message),
    onRefused: (kind, why) => hands.refuse(kind, why),
    onFault: endAltered,
    watchAgain: () => void link.watchAgain(),
    onTraced: traced => tracePanel.add(traced),
    onSize: (width, height) => hands.resize(width, height),
    onPlaced: () => viewPanel.placed(),
    onMonitors: monitors => viewPanel.take(monitors),
    onPicture: () => {
      if (!isFresh) {
        hasPicture = true;
        isFresh = true;
        render();
      }
    },
  },
);

const viewPanel: ViewPanel = new ViewPanel(text, picture, {
  get pans() {
    return document.body.dataset['tool'] === 'look';
  },
  get controls() {
    return document.body.dataset['controls'] === 'true';
  },
  get chosen() {
    return sessionStorage.getItem(QUALITY);
  },
  choose: wish => {
    sessionStorage.setItem(QUALITY, wish);
    picture.conversation.commands.send(writeCommand({ kind: 'quality', wish }));
  },
});
const snapshots = new SnapshotButton(session, text.say('Stage.mask'), picture, papers.post, {
  get seesPicture() {
    return seesPicture();
  },
  announce: fate => picture.conversation.commands.send(writeCommand({ kind: 'snapshot' }), fate),
  say: key => {
    hands.news.say(key, customer);
    render();
  },
});
const lineJudge = new LineJudge();

const memory = { chat: new ChatMemory(session, facts['case'] ?? '', sessionStorage), drawing: new DrawingMemory(facts['case'] ?? '', sessionStorage, (ms, run) => void setTimeout(run, ms)) };
const hands = new Hands(text, customer, memory, {
  get seesPicture() {
    return seesPicture();
  },
  get unacknowledged() {
    return picture.conversation.commands.unacknowledged;
  },
  send: (body, fate) => picture.conversation.commands.send(body, fate),
  seen: line => picture.conversation.seen(line),
  carry: message => picture.conversation.carry(message),
  pixelAt: (x, y) => picture.pixelAt(x, y),
  leadPointer: () => picture.leadPointer(),
  keep: report => link.keepReport(report),
  addToNotes: lines => papers.addToNotes(lines),
  onChange: () => render(),
});

const link = new SessionLink(
  session,
  () => connectTo(facts['hub'] ?? ''),
  {
    onLink: state => {
      linkState = state;
      isFresh &&= state === 'connected';
      render();
    },
    onSeated: viewer => {
      otherVersion = false;
      hasKeys = false;
      people.seated(viewer);
      code.seated(viewer);
      exchanges.seated(viewer);
      newcomer.seated(viewer);
      hands.seated(viewer);
      picture.restart({ protocolVersion: PROTOCOL_VERSION, session, viewer });
    },
    onStatus: takeStatus,
    onExchange: (viewer, message) => void exchanges.take(viewer, message),
    onIntroduced: (viewer, technician, organisation, message) => {
      void newcomer.take(viewer, message);
      void sponsor.take(viewer, technician, organisation, message);
    },
    onEnvelope: envelope => picture.take(envelope),
    onSignedOut: () => {
      // The page to sign in on says why; nothing of the customer's stays on the screen.
      papers.letGo();
      location.reload();
    },
  },
  ms => new Promise(resolve => setTimeout(resolve, ms)),
  () => isSignedOut(facts['hub'] ?? ''),
);

const colleagues = new ColleaguePanel(text, customer, people, clock, link,
  (command, fate) => picture.conversation.commands.send(writeCommand(command), fate));

function takeStatus(next: SessionStatus): void {
  if (over) {
    return;
  }

  clock.set(next.now, Date.now());
  status = next;
  people.take(next.people);
  isFresh &&= next.customerConnected;
  code.take(next);
  if (isOver(next.state) || people.goneBecause) {
    leave(isOver(next.state) ? next.endReason : people.goneBecause, null);
    void link.stop();
  } else {
    render();
  }
}

function standing() {
  const words = secrets.words;
  const isOutside = !hasKeys && (nothingToResume || !secrets.some);
  const { grant, asking, news } = hands;
  const question = !grant.questionOpen ? null : grant.allows('control') ? 'controlRests' as const : 'open' as const;
  return {
    status, link: linkState, code: code.shown, words, outside: isOutside, hasPicture, isFresh, otherVersion, failed, question,
    allowsView: allowsView(), news: news.sentence, left: grant.left, askedForTime: asking.forTime,
  };
}

function seesPicture(): boolean {
  return !over && isFresh && hasKeys && linkState === 'connected' && status?.state === 'live' && !status.logUnavailable && !hands.grant.isPaused && allowsView();
}

function allowsView(): boolean {
  return !hands.grant.isKnown || hands.grant.allows('view');
}

function render(): void {
  view.show(standing());
  outside.show();
  guests.show();
  colleagues.show();
  write(element('end'), text.say(people.isColleague ? 'Bar.leave' : 'Bar.end'));
  if (!over) {
    hands.show();
  }

  tick();
}

function tick(): void {
  const delay = picture.figures.delay();
  const word = lineJudge.judge(delay, picture.roundTrip, performance.now());
  view.tick(standing(), clock, delay, isFresh ? word : 'quiet');
  hands.tick();
  tracePanel.tick({
    ...picture.truth, lost: picture.lost, roundTrip: picture.roundTrip, waiting: picture.conversation.commands.unacknowledged,
  }, picture.figures);
}

function leave(reason: string | null, fault: SealingFault | null): void {
  over = true;
  hands.stop(isCutOff(reason));
  clearInterval(ticking);
  clearInterval(pinging);
  clearInterval(keeping);
  view.leave(people.isColleague && reason === 'stoppedByTechnician' ? 'endedByOther' : reason, fault);
  if (!people.isColleague) {
    papers.ended(reason);
  }

  picture.stop();
  code.forget();
  void secrets.forget();
}

// Whoever altered it may keep the Relay from hearing of the end: this page is over whatever becomes of that.
function endAltered(fault: SealingFault): void {
  if (over) {
    return;
  }

  console.error(`The session was ended: what came was not what had been sent (${fault}).`);
  leave(ALTERED, fault);
  void link.altered(fault).catch(() => undefined).then(() => link.stop());
}

async function end(): Promise<void> {
  try {
    failed = null;
    await (people.isColleague ? colleagues.leave() : link.end());
  } catch {
    failed = text.say('Bar.endFailed', customer);
    render();
  }
}

function trace(): void {
  const button = element('trace-button');
  const on = button.getAttribute('aria-pressed') !== 'true';
  button.setAttribute('aria-pressed', String(on));
  picture.trace(on);
  tracePanel.show(on);
  tick();
}

element('trace-button').addEventListener('click', trace);
const SHORTCUTS: Readonly<Record<Shortcut, () => void>> = {
  sheet: () => shortcuts.open(),
  look: () => element('tool-look').click(),
  point: () => element('tool-point').click(),
  draw: () => element('tool-draw').click(),
  control: () => element('tool-control').click(),
  undo: () => element('undo').click(),
  fit: () => viewPanel.fit(),
  actual: () => viewPanel.show('actual'),
  larger: () => viewPanel.step(1),
  smaller: () => viewPanel.step(-1),
  fullScreen: () => void viewPanel.fullScreen(),
  view: () => viewPanel.toggle(),
  snapshot: () => void snapshots.take(),
  chat: () => hands.drawer.toggle('chat'),
  notes: () => hands.drawer.toggle('notes'),
  figures: trace,
};
const shortcuts: Shortcuts = new Shortcuts(text, {
  // Also while control rests: whoever types on while the customer pauses means the customer's computer.
  get takesSingleKeys() {
    return document.body.dataset['tool'] !== 'control';
  },
  do: shortcut => SHORTCUTS[shortcut](),
});
element('end').addEventListener('click', () => void end());

let ticking = 0;
let pinging = 0;
let keeping = 0;
if (facts['over']) {
  leave(facts['over'], null);
} else if (!isSecureContext) {
  // Browsers give no cryptography to pages that came in the clear, and there is no way down from sealing.
  element('insecure').hidden = false;
  element('waiting').hidden = true;
} else {
  ticking = window.setInterval(tick, TICK_MS);
  pinging = window.setInterval(() => {
    picture.conversation.tick();
    exchanges.tick();
    code.tick();
    newcomer.tick();
    if (people.me?.state === 'waiting' && !hasKeys) {
      newcomer.askIfNobodyHas();
    }
  }, PING_MS);
  keeping = window.setInterval(() => void secrets.stillNeeded(), SECRETS_MS);
  await secrets.load();
  void link.run();
}
