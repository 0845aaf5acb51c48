import { describe, expect, test } from 'vitest';
import { Asking } from '../../Viewer/Canvas/asking';
import { Chat, type KeptChat } from '../../Viewer/Canvas/chat';
import { ChatMemory } from '../../Viewer/Canvas/chatMemory';
import type { Fate } from '../../Viewer/Canvas/commands';
import { Grant } from '../../Viewer/Canvas/grant';
import { News } from '../../Viewer/Canvas/news';
import type { Scope } from '../../Viewer/Canvas/scope';
import { Tools } from '../../Viewer/Canvas/tools';
import type { ViewerCommand } from '../../Viewer/Canvas/wire/commands/command';
import type { Standing } from '../../Viewer/Canvas/wire/control';
import { someStore } from './some';

const standing = (scopes: readonly Scope[], secondsLeft = 600, more: Partial<Standing> = {}): Standing => ({
  kind: 'standing', scopes, secondsLeft, paused: false, questionOpen: false, shared: { x: 0, y: 0, width: 100, height: 100 }, ...more,
});

function someTools() {
  const clock = { now: 0 };
  const sent: { command: ViewerCommand; fate: Fate }[] = [];
  const grant = new Grant(() => clock.now);
  const asking = new Asking(grant, { send: (command, fate) => void sent.push({ command, fate }), onChange: () => undefined });
  const tools = new Tools(asking, () => undefined);
  const take = (one: Standing): void => {
    grant.take(one);
    asking.take();
    tools.take();
  };
  return { clock, sent, grant, asking, tools, take };
}

describe('tools and what the customer allows of them', () => {
  test('nothing is allowed before the Agent has said so', () => {
    const { grant, tools } = someTools();
    expect([grant.isKnown, grant.allows('view'), grant.left, tools.readiness('draw')]).toEqual([false, false, null, 'not']);
  });

  test('one that is not allowed is asked for once, and stays out of the hand', () => {
    const { tools, take, sent } = someTools();
    take(standing(['view']));
    tools.choose('control');
    tools.choose('control');
    expect(sent.map(({ command }) => command)).toEqual([{ kind: 'ask', scope: 'control' }]);
    expect(sent[0]!.fate.isAsked, 'the customer takes their time').toBe(true);
    expect([tools.chosen, tools.readiness('control')]).toEqual(['look', 'asked']);
    take(standing(['view', 'control']));
    expect([tools.chosen, tools.readiness('control')], 'the technician takes it up').toEqual(['look', 'ready']);
    tools.choose('control');
    expect(tools.chosen).toBe('control');
  });

  test('pointing and drawing are one scope', () => {
    const { tools, take, sent } = someTools();
    take(standing(['view']));
    tools.choose('point');
    tools.choose('draw');
    expect(sent).toHaveLength(1);
    expect([tools.readiness('point'), tools.readiness('draw')]).toEqual(['asked', 'asked']);
  });

  test('declined may be asked again, and so may what never reached the customer', () => {
    const { tools, take, sent } = someTools();
    take(standing(['view']));
    tools.choose('control');
    sent[0]!.fate.refused!('declined');
    expect(tools.readiness('control')).toBe('declined');
    tools.choose('control');
    sent[1]!.fate.refused!('tooMuch');
    expect(tools.readiness('control')).toBe('not');
    expect(sent).toHaveLength(2);
  });

  test('what is taken back is put down at once', () => {
    const { tools, take } = someTools();
    take(standing(['view', 'control', 'drawing']));
    tools.choose('control');
    take(standing(['view', 'drawing'], 600, { questionOpen: true }));
    expect([tools.chosen, tools.readiness('control')]).toEqual(['look', 'not']);
  });

  test('time runs by this page\'s clock from what the Agent has said, and never below zero', () => {
    const { clock, grant, take } = someTools();
    clock.now = 1000;
    take(standing(['view'], 60));
    clock.now = 11_000;
    expect(grant.left).toBe(50_000);
    clock.now = 1e9;
    expect(grant.left).toBe(0);
  });

  test('more time was asked for until there is more, or the customer says no', () => {
    const { clock, asking, take, sent } = someTools();
    take(standing(['view'], 100));
    asking.askForTime();
    asking.askForTime();
    expect(sent.map(({ command }) => command)).toEqual([{ kind: 'extend', minutes: 30 }]);
    clock.now = 5000;
    take(standing(['view'], 95, { questionOpen: true }));
    expect(asking.forTime).toBe('asked');
    sent[0]!.fate.refused!('declined');
    expect(asking.forTime).toBe('declined');
    asking.askForTime();
    take(standing(['view'], 1890));
    expect(asking.forTime).toBe('not');
  });
});

describe('the line at the bottom', () => {
  function someNews() {
    const clock = { now: 0 };
    return { clock, news: new News(() => clock.now) };
  }

  test('a refusal is said once for its kind until it changes', () => {
    const { clock, news } = someNews();
    news.refuse(5, 'ownWindow', 'Jonas');
    expect(news.sentence).toEqual({ key: 'Refused.ownWindow', values: ['Jonas'] });
    for (clock.now = 0; clock.now < 60_000; clock.now += 50) {
      news.refuse(5, 'ownWindow', 'Jonas');
    }

    expect(news.sentence, 'eight seconds are over, and it has not changed').toBeNull();
    news.refuse(5, 'outOfRange', 'Jonas');
    expect(news.sentence?.key).toBe('Refused.outOfRange');
    clock.now += 100_000;
    news.refuse(5, 'outOfRange', 'Jonas');
    expect(news.sentence, 'after a quiet while it is news again').not.toBeNull();
  });

  test('when what is allowed changes, the next refusal is news again', () => {
    const { clock, news } = someNews();
    news.refuse(6, 'notGranted', 'Jonas');
    clock.now = 9000;
    news.refuse(6, 'notGranted', 'Jonas');
    expect(news.sentence).toBeNull();
    news.startOver();
    news.refuse(6, 'notGranted', 'Jonas');
    expect(news.sentence).not.toBeNull();
  });
});

describe('the chat', () => {
  function someChat(begins: KeptChat = { last: 0, lines: [] }) {
    const host = { isShown: false, seen: [] as number[], fates: [] as Fate[], sent: [] as string[], kept: [] as KeptChat[] };
    const chat = new Chat({
      get isShown() {
        return host.isShown;
      },
      send: (command, fate) => {
        host.sent.push(command.kind === 'chat' ? command.text : command.kind);
        host.fates.push(fate);
      },
      seen: line => void host.seen.push(line),
      now: () => 0,
      keep: kept => void host.kept.push(kept),
      onChange: () => undefined,
    }, begins);
    chat.seated(7);
    return { chat, host };
  }

  test('is there again after a reload, and in a session that goes on; numbers count only in their own session', () => {
    const storage = someStore();
    const memory = (session: string) => new ChatMemory(session, 'case', storage);
    const { chat, host } = someChat(memory('one').read());
    chat.take(5, 0, 'Hello');
    chat.write('On its way');
    memory('one').keep(host.kept.at(-1)!);

    const reloaded = someChat(memory('one').read());
    reloaded.chat.take(5, 0, 'Hello');
    reloaded.chat.take(6, 0, 'Again');
    expect(reloaded.chat.lines.map(({ text, delivery }) => [text, delivery])).toEqual([['Hello', null], ['On its way', null], ['Again', null]]);

    const next = someChat(memory('two').read());
    next.chat.take(1, 0, 'New session');
    expect(next.chat.lines.map(({ text }) => text)).toEqual(['Hello', 'On its way', 'New session']);
    memory('two').forget();
    expect(memory('two').read().lines).toEqual([]);
  });

  test('an own line is on its way until it is done', () => {
    const { chat, host } = someChat();
    chat.write('  Is it\n  on?  ');
    chat.write(' \n ');
    expect(host.sent).toEqual(['Is it on?']);
    expect(chat.lines.map(({ delivery }) => delivery)).toEqual(['sending']);
    host.fates[0]!.done!();
    expect(chat.lines.map(({ delivery }) => delivery)).toEqual(['delivered']);
  });

  test('one that was refused was not delivered, in whichever order that is said', () => {
    const { chat, host } = someChat();
    chat.write('a');
    chat.write('b');
    host.fates[0]!.refused!('tooMuch');
    host.fates[0]!.done!();
    host.fates[1]!.done!();
    host.fates[1]!.refused!('tooMuch');
    expect(chat.lines.map(({ delivery }) => delivery)).toEqual(['refused', 'refused']);
  });

  test('lines of others are unread until they are shown, and that is said back', () => {
    const { chat, host } = someChat();
    chat.take(1, 0, 'Hello');
    chat.take(2, 4, 'I am here too');
    expect([chat.unread, host.seen, chat.lines.map(({ by }) => by)]).toEqual([2, [], ['customer', 'technician']]);
    host.isShown = true;
    chat.shown();
    chat.take(3, 0, 'And now?');
    expect([chat.unread, host.seen]).toEqual([0, [2, 3]]);
  });

  test('a line that comes again is shown once, and said back again', () => {
    const { chat, host } = someChat();
    host.isShown = true;
    chat.take(1, 0, 'Hello');
    chat.take(1, 0, 'Hello');
    expect([chat.lines.length, host.seen]).toEqual([1, [1, 1]]);
  });

  test('an own line that is said back stands there once', () => {
    const { chat, host } = someChat();
    chat.write('Look here');
    chat.take(1, 8, 'Look here');
    chat.take(2, 8, 'From a page of mine that was reloaded');
    expect(chat.lines.map(({ by, text }) => `${by}: ${text}`)).toEqual(['me: Look here', 'technician: From a page of mine that was reloaded']);
    expect(host.sent).toHaveLength(1);
  });

  test('a long line is cut to what one may be, between two characters', () => {
    const { chat, host } = someChat();
    chat.write('界'.repeat(700));
    expect(host.sent[0]).toBe('界'.repeat(666));
  });
});
