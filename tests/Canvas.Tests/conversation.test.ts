import { describe, expect, test } from 'vitest';
import { Conversation } from '../../Viewer/Canvas/conversation';
import type { TransferMessage } from '../../Viewer/Canvas/wire/transfers';
import type { Bytes } from '../../Viewer/Canvas/sealing/bytes';
import type { ControlMessage, Standing } from '../../Viewer/Canvas/wire/control';
import { AgentChannel, settled, someKeys } from './agent';

async function someConversation(viewer = 4) {
  const host = {
    clock: 0,
    sent: [] as Bytes[],
    pongs: [] as number[],
    keys: [] as number[],
    answers: [] as string[],
    faults: [] as string[],
    send: (envelope: Bytes) => void host.sent.push(envelope),
    now: () => host.clock,
    onPong: (_: number, agentTime: number) => void host.pongs.push(agentTime),
    onContentKey: (key: { id: number }) => void host.keys.push(key.id),
    onAdmitted: (who: number, allowed: boolean) => void host.answers.push(`${who} ${allowed}`),
    onStanding: ({ scopes }: Standing) => void host.answers.push(scopes.join(' ')),
    onMonitors: () => undefined,
    onSaid: (line: number, from: number, text: string) => void host.answers.push(`${line} ${from} ${text}`),
    onTransfer: (message: TransferMessage) => void host.answers.push(`${message.kind} ${message.transfer}`),
    onRefused: (kind: number, why: string) => void host.answers.push(`${kind} ${why}`),
    onReport: (report: { facts: readonly unknown[] }) => void host.answers.push(`report ${report.facts.length}`),
    onFault: (fault: string) => void host.faults.push(fault),
    onExhausted: () => undefined,
  };
  const conversation = new Conversation(host);
  const keys = await someKeys(viewer);
  const agent = new AgentChannel(keys);
  return { host, conversation, keys, agent };
}

async function begun() {
  const some = await someConversation();
  some.conversation.begin(some.keys);
  await some.conversation.takeControl(await some.agent.say({ kind: 'done', sequence: 0 }));
  return some;
}

async function heard({ agent, host }: { agent: AgentChannel; host: { sent: Bytes[] } }): Promise<(ControlMessage | null)[]> {
  await settled();
  const messages = [];
  for (const envelope of host.sent.splice(0)) {
    messages.push(await agent.hear(envelope));
  }

  return messages;
}

describe('the conversation with the Agent', () => {
  test('says nothing before the Agent has spoken, even with keys', async () => {
    const some = await someConversation();
    some.conversation.tick();
    some.conversation.begin(some.keys);
    some.conversation.tick();
    some.conversation.askForKeyFrame();
    some.conversation.painted(1, 50);
    expect(await heard(some)).toEqual([]);
    await some.conversation.takeControl(await some.agent.say({ kind: 'done', sequence: 0 }));
    expect(await heard(some)).toMatchObject([{ kind: 'ping' }, { kind: 'keyFrameRequest' }]);
  });

  test('what it says is sealed, and numbered without a gap', async () => {
    const some = await begun();
    some.conversation.painted(1, 50);
    some.conversation.painted(2, 50);
    expect(await heard(some)).toEqual([{ kind: 'ping', sent: 0 }, { kind: 'painted', frame: 1, heldFor: 50 }, { kind: 'painted', frame: 2, heldFor: 50 }]);
  });

  test('pongs, content keys and the customer\'s answers reach the page', async () => {
    const { conversation, agent, host } = await begun();
    await conversation.takeControl(await agent.sayKey(3, new Uint8Array(32)));
    await conversation.takeControl(await agent.say({ kind: 'pong', echo: 1, agentTime: 77 }));
    await conversation.takeControl(await agent.say({ kind: 'admitted', viewer: 9, allowed: true }));
    expect([host.keys, host.pongs, host.answers, host.faults]).toEqual([[3], [77], ['9 true'], []]);
  });

  test('what is allowed, refused and written reaches the page, and that it was seen is said back', async () => {
    const some = await begun();
    const { conversation, agent, host } = some;
    conversation.commands.send(Uint8Array.of(5, 6));
    await heard(some);
    const shared = { x: 0, y: 0, width: 1280, height: 720 };
    await conversation.takeControl(await agent.say(
      { kind: 'standing', scopes: ['view', 'drawing'], secondsLeft: 60, paused: false, questionOpen: false, shared }));
    await conversation.takeControl(await agent.say({ kind: 'refused', sequence: 1, why: 'notGranted' }));
    await conversation.takeControl(await agent.say({ kind: 'said', line: 3, from: 0, text: '你好' }));
    conversation.seen(3);
    expect(host.answers).toEqual(['view drawing', '5 notGranted', '3 0 你好']);
    expect(await heard(some)).toEqual([{ kind: 'seen', line: 3 }]);
  });

  test('what is altered, repeated, left out or in the clear ends the session by name', async () => {
    const altered = async (change: (agent: AgentChannel) => Promise<Bytes>) => {
      const { conversation, agent, host } = await begun();
      await conversation.takeControl(await change(agent));
      return host.faults[0];
    };
    expect(await altered(async agent => {
      const envelope = await agent.say({ kind: 'pong', echo: 1, agentTime: 1 });
      envelope[30]! ^= 1;
      return envelope;
    })).toBe('forged');
    expect(await altered(async agent => {
      await agent.say({ kind: 'pong', echo: 1, agentTime: 1 });
      return agent.say({ kind: 'pong', echo: 1, agentTime: 2 });
    })).toBe('outOfOrder');
    expect(await altered(async agent => (await agent.say({ kind: 'pong', echo: 1, agentTime: 1 })).slice(0, 30))).toBe('truncated');

    const { conversation, agent, host } = await begun();
    const pong = await agent.say({ kind: 'pong', echo: 1, agentTime: 1 });
    await conversation.takeControl(pong);
    await conversation.takeControl(pong);
    expect([host.pongs, host.faults]).toEqual([[1], ['replayed']]);
  });

  test('an envelope from before the keys is let lie, and so is one for an earlier Watch', async () => {
    const { conversation, agent, host } = await someConversation();
    await conversation.takeControl(await agent.say({ kind: 'done', sequence: 0 }));
    expect(host.faults).toEqual([]);

    const other = await begun();
    const late = other.conversation.takeControl(await other.agent.say({ kind: 'pong', echo: 1, agentTime: 1 }));
    other.conversation.startOver();
    await late;
    expect([other.host.pongs, other.host.faults]).toEqual([[], []]);
  });

  test('what the Agent said before its connection broke is no forgery behind the new keys, and does nothing', async () => {
    const { conversation, agent, host } = await begun();
    const leftover = await agent.say({ kind: 'pong', echo: 1, agentTime: 1 });
    const keys = await someKeys(4);
    const renewed = new AgentChannel(keys);
    conversation.begin(keys);
    await conversation.takeControl(leftover);
    expect([host.pongs, host.faults]).toEqual([[], []]);

    await conversation.takeControl(await renewed.say({ kind: 'done', sequence: 0 }));
    await conversation.takeControl(await agent.say({ kind: 'pong', echo: 1, agentTime: 1 }));
    expect(host.faults).toEqual(['forged']);
  });

  test('under the old keys nothing is said once the Agent resumes', async () => {
    const some = await begun();
    await heard(some);
    some.conversation.painted(5, 50);
    some.conversation.hush();
    some.conversation.painted(6, 50);
    expect(await heard(some)).toEqual([]);
  });

  test('asks for a key frame at most once a second, and again until it is there', async () => {
    const some = await begun();
    const { conversation, host } = some;
    for (host.clock = 0; host.clock < 2_500_000; host.clock += 10_000) {
      conversation.askForKeyFrame();
    }

    expect((await heard(some)).filter(message => message?.kind === 'keyFrameRequest')).toHaveLength(3);
    host.clock = 4_000_000;
    conversation.tick();
    conversation.inStep();
    host.clock = 6_000_000;
    conversation.tick();
    expect((await heard(some)).map(message => message?.kind)).toEqual(['ping', 'keyFrameRequest', 'ping']);
  });

  test('a command that was not acknowledged is sent again on the next connection, one that was is not', async () => {
    const some = await begun();
    some.conversation.commands.send(Uint8Array.of(1));
    some.conversation.commands.send(Uint8Array.of(2));
    expect((await heard(some)).slice(1)).toEqual([
      { kind: 'command', sequence: 1, body: Uint8Array.of(1) },
      { kind: 'command', sequence: 2, body: Uint8Array.of(2) },
    ]);

    const keys = await someKeys(5);
    const agent = new AgentChannel(keys);
    some.conversation.begin(keys);
    some.conversation.commands.send(Uint8Array.of(3));
    await some.conversation.takeControl(await agent.say({ kind: 'done', sequence: 1 }));
    expect((await heard({ ...some, agent })).slice(1)).toEqual([
      { kind: 'command', sequence: 2, body: Uint8Array.of(2) },
      { kind: 'command', sequence: 3, body: Uint8Array.of(3) },
    ]);
  });
});
