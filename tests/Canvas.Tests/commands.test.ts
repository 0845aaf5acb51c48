import { describe, expect, test } from 'vitest';
import { Commands } from '../../Viewer/Canvas/commands';
import type { ControlMessage } from '../../Viewer/Canvas/wire/control';

function someCommands() {
  const said: string[] = [];
  const heard: string[] = [];
  const commands = new Commands((message: ControlMessage) => {
    said.push(message.kind === 'command' ? `${message.sequence}:${message.body[0]}` : message.kind);
  }, (kind, why) => heard.push(`${kind}: ${why}`));
  const send = (...bodies: number[]): void => bodies.forEach(body => commands.send(Uint8Array.of(body)));
  return { commands, said, heard, send };
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

  test('tell what became of them, a refusal before or behind the word that they are done', () => {
    const { commands, heard } = someCommands();
    commands.take(0);
    const fate = (name: string) => ({ done: () => void heard.push(`${name} done`), refused: (why: string) => void heard.push(`${name} ${why}`) });
    commands.send(Uint8Array.of(7), fate('first'));
    commands.send(Uint8Array.of(8), fate('second'));
    commands.refuse(1, 'notGranted');
    commands.take(2);
    commands.refuse(2, 'tooMuch');
    commands.refuse(3, 'tooMuch');
    expect(heard).toEqual(['first notGranted', '7: notGranted', 'first done', 'second done', 'second tooMuch', '8: tooMuch']);
  });

  test('that the customer is asked about are answered however much is done meanwhile', () => {
    const { commands, heard } = someCommands();
    commands.take(0);
    commands.send(Uint8Array.of(2), { isAsked: true, refused: why => void heard.push(why) });
    for (let i = 2; i < 2000; i++) {
      commands.send(Uint8Array.of(5));
      commands.take(i);
    }

    commands.refuse(1, 'declined');
    commands.refuse(2, 'tooMuch');
    expect(heard).toEqual(['declined', '2: declined']);
  });

  test('are counted until they are done', () => {
    const { commands, send } = someCommands();
    send(7, 8, 9);
    commands.take(0);
    expect(commands.unacknowledged).toBe(3);
    commands.take(2);
    expect(commands.unacknowledged).toBe(1);
  });
});
