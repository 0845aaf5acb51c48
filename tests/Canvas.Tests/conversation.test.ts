import { describe, expect, test } from 'vitest';
import { Conversation } from '../../Viewer/Canvas/conversation';
import { readControl, writeControl, type ControlMessage } from '../../Viewer/Canvas/wire/control';
import { CONTROL, HEAD_SIZE, readHead, wrap } from '../../Viewer/Canvas/wire/envelope';
import { readHello, writeHello } from '../../Viewer/Canvas/wire/hello';

function someConversation() {
  const host = {
    clock: 0,
    sent: [] as { viewer: number; number: number; message: ControlMessage | null }[],
    exchanged: [] as [number, ReturnType<typeof readHello>][],
    pongs: [] as number[],
    otherVersion: 0,
    exchange: (viewer: number, message: Uint8Array) => void host.exchanged.push([viewer, readHello(message)]),
    send: (envelope: Uint8Array) => {
      const head = readHead(envelope)!;
      host.sent.push({ viewer: head.viewer, number: head.number, message: readControl(envelope.subarray(HEAD_SIZE)) });
    },
    now: () => host.clock,
    onPong: (_: number, agentTime: number) => void host.pongs.push(agentTime),
    onOtherVersion: (version: number) => { host.otherVersion = version; },
  };
  return { host, conversation: new Conversation(host) };
}

const hello = (protocolVersion = 1): Uint8Array => writeHello({ protocolVersion, codecs: [1, 2], salt: new Uint8Array(16) });

const pong = (viewer: number, number: number): Uint8Array =>
  wrap({ channel: CONTROL, keyFrame: false, viewer, number, epoch: 0 }, writeControl({ kind: 'pong', echo: 1, agentTime: number }));

const kinds = (host: ReturnType<typeof someConversation>['host']): (string | undefined)[] => host.sent.map(({ message }) => message?.kind);

describe('the conversation with the Agent', () => {
  test('says nothing before the Agent\'s hello', () => {
    const { host, conversation } = someConversation();
    conversation.tick();
    conversation.askForKeyFrame();
    conversation.painted(1);
    expect(host.sent).toEqual([]);
  });

  test('answers a hello with the codecs it reads, under the number that came, and asks for the clock', () => {
    const { host, conversation } = someConversation();
    conversation.takeHello(4, hello());
    expect(host.exchanged).toMatchObject([[4, { protocolVersion: 1, codecs: [1, 2] }]]);
    expect(host.sent).toMatchObject([{ viewer: 4, number: 1, message: { kind: 'ping' } }]);
  });

  test('says which pictures are painted, numbered without a gap', () => {
    const { host, conversation } = someConversation();
    conversation.takeHello(4, hello());
    conversation.painted(1);
    conversation.painted(2);
    expect(host.sent.slice(1)).toEqual([
      { viewer: 4, number: 2, message: { kind: 'painted', frame: 1 } },
      { viewer: 4, number: 3, message: { kind: 'painted', frame: 2 } },
    ]);
  });

  test('makes up for a picture that overtook the hello', () => {
    const { host, conversation } = someConversation();
    conversation.painted(1);
    conversation.askForKeyFrame();
    conversation.takeHello(4, hello());
    expect(kinds(host)).toEqual(['ping', 'keyFrameRequest', 'painted']);
  });

  test('a new Watch begins in silence, and forgets what the one before it showed', () => {
    const { host, conversation } = someConversation();
    conversation.takeHello(4, hello());
    conversation.painted(9);
    conversation.startOver();
    conversation.tick();
    conversation.takeHello(5, hello());
    expect(host.sent.slice(2)).toMatchObject([{ viewer: 5, number: 1, message: { kind: 'ping' } }]);
  });

  test('asks for a key frame at most once a second, and again until it is there', () => {
    const { host, conversation } = someConversation();
    conversation.takeHello(4, hello());
    for (host.clock = 0; host.clock < 2_500_000; host.clock += 10_000) {
      conversation.askForKeyFrame();
    }

    expect(kinds(host).filter(kind => kind === 'keyFrameRequest')).toHaveLength(3);
    host.clock = 4_000_000;
    conversation.tick();
    conversation.inStep();
    host.clock = 6_000_000;
    conversation.tick();
    expect(kinds(host).slice(4)).toEqual(['ping', 'keyFrameRequest', 'ping']);
  });

  test('tells an Agent of another version which one this is, says so, and then is silent', () => {
    const { host, conversation } = someConversation();
    conversation.takeHello(4, hello(2));
    conversation.tick();
    conversation.painted(1);
    expect(host.exchanged).toMatchObject([[4, { protocolVersion: 1 }]]);
    expect(host.otherVersion).toBe(2);
    expect(host.sent).toEqual([]);
  });

  test('takes answers of its own channel only, and none twice', () => {
    const { host, conversation } = someConversation();
    conversation.takeHello(4, hello());
    expect([pong(4, 1), pong(4, 1), pong(3, 2), pong(4, 2)].map(answer => conversation.takeControl(answer)))
      .toEqual([true, false, false, true]);
    expect(host.pongs).toEqual([1, 2]);
  });

  test('a hello that cannot be read is left alone', () => {
    const { host, conversation } = someConversation();
    conversation.takeHello(4, new Uint8Array(5));
    expect(host.exchanged).toEqual([]);
  });
});
