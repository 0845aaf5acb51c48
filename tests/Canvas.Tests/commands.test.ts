import { describe, expect, test } from 'vitest';
import { Commands } from '../../Viewer/Canvas/commands';
import type { ControlMessage } from '../../Viewer/Canvas/wire/control';

function someCommands() {
  const said: string[] = [];
  const commands = new Commands((message: ControlMessage) => {
    said.push(message.kind === 'command' ? `${message.sequence}:${message.body[0]}` : message.kind);
  });
  const send = (...bodies: number[]): void => bodies.forEach(body => commands.send(Uint8Array.of(body)));
  return { commands, said, send };
}

describe('commands, each done exactly once', () => {
  test('wait until the Agent has said where it stands', () => {
    const { commands, said, send } = someCommands();
    send(7);
    expect(said).toEqual([]);
    commands.take(0);
    expect(said).toEqual(['1:7']);
  });

  test('are not said again while their connection lasts', () => {
    const { commands, said, send } = someCommands();
    commands.take(0);
    send(7, 8);
    commands.take(1);
    commands.take(2);
    expect(said).toEqual(['1:7', '2:8']);
  });

  test('keep their numbers over every connection until they are done', () => {
    const { commands, said, send } = someCommands();
    commands.take(0);
    send(7, 8);
    for (let i = 0; i < 3; i++) {
      commands.startOver();
      commands.take(0);
    }

    commands.startOver();
    commands.take(2);
    send(9);
    expect(said).toEqual(['1:7', '2:8', '1:7', '2:8', '1:7', '2:8', '1:7', '2:8', '3:9']);
  });

  test('go on behind the last that is done after a reload', () => {
    const { commands, said, send } = someCommands();
    send(7);
    commands.take(41);
    send(8);
    expect(said).toEqual(['42:7', '43:8']);
  });
});
