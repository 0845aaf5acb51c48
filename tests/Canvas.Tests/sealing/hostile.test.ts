import { describe, expect, test } from 'vitest';
import { hex, join, type Bytes } from '../../../Viewer/Canvas/sealing/bytes';
import { ControlOpener, ControlSealer } from '../../../Viewer/Canvas/sealing/control';
import type { Exchange, ExchangeStep } from '../../../Viewer/Canvas/sealing/exchange';
import { PRIME, readNumber, writeNumber } from '../../../Viewer/Canvas/sealing/field';
import { FrameOpener, readContentKey } from '../../../Viewer/Canvas/sealing/frames';
import { CodeKeeper } from '../../../Viewer/Canvas/sealing/handshake';
import type { Agreement, ExchangeContext } from '../../../Viewer/Canvas/sealing/keys';
import { Resumption } from '../../../Viewer/Canvas/sealing/resumption';
import { platformRandom, timesBase } from '../../../Viewer/Canvas/sealing/scalar';
import { CONTROL, FRAMES, HEAD_SIZE, readHead, wrap } from '../../../Viewer/Canvas/wire/envelope';
import { Tried } from '../tried';
import { AgentCode, AgentResuming, AgentSealer, keptSecret } from './agentEnd';
import { context, vectors, viewerCodecs } from './some';

const TRIES = 400;
const { nameplate, secret } = vectors.context;
const again: ExchangeContext = { ...context, viewer: context.viewer + 1 };

/** Numbers that look arbitrary and are the same for the same seed. */
type Dice = (below: number) => number;

function dice(seed: number): Dice {
  let state = Math.imul(seed + 1, 2_654_435_761) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(((state >>> 8) * below) / 2 ** 24);
  };
}

/** What the Relay makes of what it carries; what is left out passes as it is. */
interface Relay {
  exchange?: (message: Bytes, heard: readonly Bytes[]) => Bytes | Promise<Bytes>;
  envelopes?: (sent: readonly Bytes[], page: Page) => readonly Bytes[] | Promise<readonly Bytes[]>;
}

/** The browser's end, made of the product's own classes; it stops at the first fault that is not a missing key. */
class Page {
  readonly shown: string[] = [];
  readonly names: string[] = [];
  readonly said: Bytes[] = [];
  private readonly opener: ControlOpener;
  private readonly frames: FrameOpener;
  private stopped = false;

  /** `earlier`: what the Agent sealed for the connection before. */
  constructor(at: ExchangeContext, { keys }: Agreement, readonly earlier: readonly Bytes[]) {
    this.opener = new ControlOpener(keys.controlToViewer, at.viewer);
    this.frames = new FrameOpener(at);
  }

  async take(envelope: Bytes): Promise<void> {
    if (this.stopped) {
      return;
    }

    const control = readHead(envelope)?.channel === CONTROL;
    const opened = await (control ? this.opener.open(envelope) : this.frames.open(envelope));
    if ('fault' in opened) {
      this.names.push(opened.fault);
      this.stopped = opened.fault !== 'noKey';
    } else if (!control) {
      this.shown.push(hex(opened.body));
    } else {
      const key = readContentKey(opened.body);
      this.stopped = key !== null && !this.frames.add(key);
    }
  }
}

interface Played {
  /** Every frame that the Agent sealed and that this page might show, in order. */
  readonly sealed: readonly string[];
  readonly shown: readonly string[];
  /** Why the page stopped. */
  readonly names: readonly (string | number)[];
}

/** Both halves of an exchange with the Relay between them; the page's agreement, or the fault by which it stopped. */
async function exchange(
  agent: AgentCode | AgentResuming, page: Exchange, relay: Relay,
): Promise<ExchangeStep> {
  const carry = relay.exchange ?? ((message: Bytes): Bytes => message);
  const heard: Bytes[] = [];
  const pass = async (message: Bytes): Promise<Bytes> => {
    heard.push(message);
    return carry(message, heard);
  };
  const first = await page.receive(await pass(await agent.begin()));
  if (!first.reply || first.fault) {
    return first;
  }

  return page.receive(await pass(await agent.answer(await pass(first.reply))));
}

/** Key, three frames, a new key frame, and what is said between: as an Agent sends it. */
async function send(sealer: AgentSealer, bodies: Bytes[]): Promise<Bytes[]> {
  const part = (keyFrame: boolean): Promise<Bytes> => {
    const body = platformRandom.bytes(20 + bodies.length);
    bodies.push(body);
    return sealer.part(keyFrame, body);
  };
  const pong = (): Promise<Bytes> => sealer.say(join(Uint8Array.of(129), platformRandom.bytes(16)));
  const sent = [await sealer.newContentKey(), await part(true), await part(false), await pong()];
  sent.push(await part(false), await part(false), await pong(), await part(false), await pong());
  return sent;
}

/** A session up to the first frames with a code, or after a reload, with the Relay hostile in its last stretch only. */
async function play(resumed: boolean, relay: Relay): Promise<Played> {
  const bodies: Bytes[] = [];
  const agent = new AgentCode(context, nameplate, secret);
  const handshake = new CodeKeeper(secret).begin(context, nameplate, viewerCodecs, () => 0);
  if (typeof handshake === 'number') {
    throw new Error('The keeper refuses.');
  }

  const first = await exchange(agent, handshake, resumed ? {} : relay);
  let at = context;
  let agreement = first.agreement;
  if (!agreement) {
    return { sealed: [], shown: [], names: first.fault ? [first.fault] : [] };
  }

  const sealer = await AgentSealer.of(context, agent.root);
  let before: Bytes[] = [];
  if (resumed) {
    at = again;
    before = await send(sealer, []);
    const resuming = new AgentResuming(at, await keptSecret(context, agent.root));
    const second = await exchange(resuming, new Resumption(at, agreement.keys.resumption, viewerCodecs, () => 0), relay);
    agreement = second.agreement;
    if (!agreement) {
      return { sealed: [], shown: [], names: second.fault ? [second.fault] : [] };
    }

    await sealer.connect(at, resuming.root);
  }

  const page = new Page(at, agreement, before);
  const own = new ControlSealer(agreement.keys.controlToAgent, at.viewer);
  for (let i = 0; i < 9; i++) {
    page.said.push(await own.seal(Uint8Array.of(3)) as Bytes);
  }

  const sent = await send(sealer, bodies);
  for (const envelope of await (relay.envelopes ?? ((all: readonly Bytes[]) => all))(sent, page)) {
    await page.take(envelope);
  }

  return { sealed: bodies.map(hex), shown: page.shown, names: page.names };
}

const flip = (bytes: Bytes, next: Dice): Bytes => {
  const bit = next(bytes.length * 8);
  return bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
};
// The page's tag in message 18 is for the Agent to judge: tests/Agent.Tests does.
const flipSeen = (message: Bytes, next: Dice): Bytes => (message[0] === 18
  ? join(flip(message.slice(0, 83), next), message.subarray(83))
  : flip(message, next));
const cut = (bytes: Bytes, next: Dice): Bytes => bytes.slice(0, next(bytes.length));
const grow = (bytes: Bytes, next: Dice): Bytes => join(bytes, platformRandom.bytes(1 + next(40)));
const shareAt = (message: Bytes): number => (message[0] === 1 ? 34 : 2);
const put = (message: Bytes, at: number, part: Bytes): Bytes => join(message.subarray(0, at), part, message.subarray(at + part.length));

async function ownShare(message: Bytes): Promise<Bytes> {
  return put(message, shareAt(message), await timesBase(await platformRandom.scalar()));
}

function mirroredShare(message: Bytes): Bytes {
  const y = shareAt(message) + 33;
  return put(message, y, writeNumber(PRIME - readNumber(message.subarray(y, y + 32))));
}

const helloAt = (message: Bytes): number => ({ 1: 99, 2: 67, 17: 84, 18: 115 })[message[0]!]!;

function codecs(message: Bytes, next: Dice): Bytes {
  const at = helloAt(message);
  const list = message.subarray(at + 3, message.length - 16);
  const other = [new Uint8Array(0), list.subarray(1), join(list, Uint8Array.of(200))][next(3)]!;
  return join(message.subarray(0, at + 2), Uint8Array.of(other.length), other, message.subarray(-16));
}

function version(message: Bytes, next: Dice): Bytes {
  return next(4) === 0
    ? put(message, 1, Uint8Array.of(next(2) * (2 + next(200))))
    : put(message, helloAt(message), Uint8Array.of([0, 1, 3 + next(200)][next(3)]!, 0));
}

/** The head of an envelope says something else. */
function head(envelope: Bytes, next: Dice): Bytes {
  const was = readHead(envelope)!;
  const other = [
    { ...was, number: was.number + 1 + next(9) },
    { ...was, number: was.number - 1 },
    { ...was, epoch: was.epoch + 1 },
    { ...was, keyFrame: !was.keyFrame },
    { ...was, viewer: was.viewer + 1 + next(9) },
    { ...was, channel: was.channel === CONTROL ? FRAMES : CONTROL } as const,
  ][next(6)]!;
  return put(envelope, 0, Uint8Array.from(wrap(other, new Uint8Array(0))));
}

const refit = (other: Bytes, envelope: Bytes): Bytes => put(other, 0, envelope.slice(0, HEAD_SIZE));
const channelOf = (envelope: Bytes): number => envelope[1]!;

interface Attack {
  readonly kind: string;
  readonly resumed: boolean;
  /** Whether the page must not come as far as having keys. */
  readonly noKeys: boolean;
  relay(next: Dice, struck: () => void): Relay;
}

/** One message of the exchange becomes another. */
function onExchange(
  kind: string, kinds: readonly number[], bend: (message: Bytes, next: Dice, heard: readonly Bytes[]) => Bytes | Promise<Bytes>,
): Attack {
  return {
    kind: `the exchange, ${kind}`,
    resumed: kinds[0]! >= 17,
    noKeys: true,
    relay: (next, struck) => {
      const which = kinds[next(kinds.length)];
      return {
        exchange: async (message, heard) => {
          if (message[0] !== which) {
            return message;
          }

          struck();
          return bend(message, next, heard);
        },
      };
    },
  };
}

/** One of the envelopes, and those behind it, become others. `last` is the last at which it can be told. */
function onEnvelopes(
  kind: string, resumed: boolean, last: number,
  bend: (sent: readonly Bytes[], at: number, next: Dice, page: Page) => readonly Bytes[],
): Attack {
  return {
    kind: `envelopes, ${kind}`,
    resumed,
    noKeys: false,
    relay: (next, struck) => ({
      envelopes: (sent, page) => {
        struck();
        return bend(sent, next(last + 1), next, page);
      },
    }),
  };
}

async function attacks(): Promise<Attack[]> {
  const recorded: Bytes[] = [];
  const others: Bytes[] = [];
  const record: Relay = {
    exchange: (message) => {
      recorded.push(message);
      return message;
    },
    envelopes: (sent) => {
      others.splice(0, others.length, ...sent);
      return sent;
    },
  };
  await play(false, record);
  await play(true, record);
  const ofOther = (kind: number): Bytes => recorded.find((message) => message[0] === kind)!;

  const list: Attack[] = [];
  for (const [all, shares] of [[[1, 2, 3], [1, 2]], [[17, 18, 19], [17, 18]]] as const) {
    list.push(
      onExchange('a bit flipped', all, flipSeen),
      onExchange('a share of its own', shares, ownShare),
      onExchange('the mirrored share', shares, mirroredShare),
      onExchange('codecs stripped or added', shares, codecs),
      onExchange('of another session', all, (message) => ofOther(message[0]!)),
    );

    // What goes to the page alone: this Agent's end would stumble over the page's words in another shape.
    const toPage = all.filter((kind) => kind !== 2 && kind !== 18);
    list.push(
      onExchange('cut short', toPage, cut),
      onExchange('lengthened', toPage, grow),
      onExchange('another version', [all[0]], version),
      onExchange('another message in its place', toPage, (message, next) => {
        const kinds = recorded.filter((other) => other[0] !== message[0]);
        return kinds[next(kinds.length)]!;
      }),
      onExchange("the page's own words", toPage.slice(1), (message, _, heard) => {
        const own = heard.findLast((said) => said[0] === all[1])!;
        return own[0] === 2 ? join(message.subarray(0, 34), own.subarray(3, 35)) : join(message.subarray(0, 2), own.subarray(83, 115));
      }),
    );
  }

  list.push({
    kind: 'a man in the middle with a wrong code',
    resumed: false,
    noKeys: true,
    relay: (next, struck) => inTheMiddle(String(next(999_999)).padStart(6, '0').replace(secret, '999999'), struck),
  });

  for (const resumed of [false, true]) {
    const change = (kind: string, bend: (envelope: Bytes, next: Dice) => Bytes): Attack =>
      onEnvelopes(kind, resumed, 8, (sent, at, next) => sent.with(at, bend(sent[at]!, next)));
    list.push(
      change('a bit flipped', flip),
      change('cut short', cut),
      change('lengthened', grow),
      change('another head', head),
      change('invented', (envelope) => join(envelope.subarray(0, HEAD_SIZE), platformRandom.bytes(envelope.length - HEAD_SIZE))),
      onEnvelopes('twice', resumed, 8, (sent, at) => sent.toSpliced(at, 0, sent[at]!)),
      onEnvelopes('an old one again', resumed, 7, (sent, at, next) => sent.toSpliced(at + 1, 0, sent[next(at + 1)]!)),
      onEnvelopes('let fall in the middle', resumed, 6, (sent, at) => sent.toSpliced(at, 1)),
      onEnvelopes('out of order', resumed, 6, (sent, at) => {
        const then = sent.findIndex((other, i) => i > at && channelOf(other) === channelOf(sent[at]!));
        return sent.with(at, sent[then]!).with(then, sent[at]!);
      }),
      onEnvelopes('of another session', resumed, 8, (sent, at) => sent.with(at, refit(others[at]!, sent[at]!))),
      onEnvelopes('its own sent back', resumed, 8, (sent, at, _, page) => sent.with(at, refit(page.said[at]!, sent[at]!))),
    );
  }

  list.push(
    onEnvelopes('of the connection before', true, 8, (sent, at, _, page) => sent.with(at, page.earlier[at]!)),
    onEnvelopes('of the connection before under its head', true, 8, (sent, at, _, page) => sent.with(at, refit(page.earlier[at]!, sent[at]!))),
  );
  return list;
}

/** The Relay makes an exchange of its own with the page. */
function inTheMiddle(guess: string, struck: () => void): Relay {
  const own = new AgentCode(context, nameplate, guess);
  let share: Bytes;
  return {
    exchange: async (message) => {
      struck();
      if (message[0] === 1) {
        return own.begin();
      }

      share = message[0] === 2 ? message : share;
      return message[0] === 3 ? own.answer(share) : message;
    },
  };
}

/** Null where only true frames were shown, in their order. */
function falsehood({ sealed, shown }: Played): string | null {
  let at = -1;
  for (const frame of shown) {
    at = sealed.indexOf(frame, at + 1);
    if (at < 0) {
      return 'a frame was shown that was not sealed, or not in this order';
    }
  }

  return null;
}

describe('a page behind a hostile Relay', () => {
  test.each([false, true])('shows every frame where the same Relay is left honest (resumed: %s)', async (resumed) => {
    const played = await play(resumed, {});
    expect(played.names).toEqual([]);
    expect(played.sealed).toHaveLength(5);
    expect(played.shown).toEqual(played.sealed);
  });

  test('agrees with the same man in the middle where he knows the code', async () => {
    const played = await play(false, inTheMiddle(secret, () => undefined));
    expect(played.names).not.toContain(1); // no wrong code: it goes as far as envelopes, which he has yet to seal anew
    expect(played.sealed).toHaveLength(5);
  });

  test('[promise 10] stops by name whatever the Relay does, and shows nothing false', async (run) => {
    const tried = new Tried(run, 10, 'hostile exchanges and envelopes, at the page, in TypeScript');
    const all = await attacks();
    const struckBy = new Set<string>();
    for (let i = 0; i < TRIES; i++) {
      const attack = all[i % all.length]!;
      let strikes = 0;
      const played = await play(attack.resumed, attack.relay(dice(i), () => strikes++));
      const wrong = falsehood(played)
        ?? (strikes === 0 ? 'it never struck' : null)
        ?? (played.names.length === 0 ? 'the page did not stop' : null)
        ?? (attack.noKeys && played.sealed.length > 0 ? 'the page agreed' : null);
      tried.try(wrong === null, `${attack.kind}${attack.resumed ? ', resumed' : ''}, seed ${i}: ${wrong}`);
      if (strikes > 0) {
        struckBy.add(`${attack.kind}, ${attack.resumed}`);
      }
    }

    expect(struckBy.size).toBe(all.length);
    tried.mustHold();
  }, 120_000);
});
