import { describe, expect, test } from 'vitest';
import { Newcomer } from '../../Viewer/Canvas/newcomer';
import { hex, type Bytes } from '../../Viewer/Canvas/sealing/bytes';
import { Asking, readIntroduction, writeIntroduction } from '../../Viewer/Canvas/sealing/introduction';
import { Sponsor } from '../../Viewer/Canvas/sponsor';
import { writeCommand } from '../../Viewer/Canvas/wire/commands/command';
import { session, settled } from './agent';

/** Viewer 1 has keys, viewer 2 has none; what they say goes through a Relay that may change it. */
function someRoom(change: (from: number, message: Bytes) => Bytes = (_, message) => message) {
  const room = {
    clock: 0,
    hasKeys: true,
    asked: [] as number[],
    commands: [] as Bytes[],
    secrets: [] as Bytes[],
  };
  const sponsor: Sponsor = new Sponsor(session, {
    get canVouch() {
      return room.hasKeys;
    },
    introduce: (_, message) => newcomer.take(1, change(1, message)),
    command: body => void room.commands.push(body),
    onChange: () => undefined,
  });
  const newcomer: Newcomer = new Newcomer(session, {
    introduce: async (to, message) => {
      room.asked.push(to);
      if (to === 1) {
        await sponsor.take(2, 'Mei Lin', 'Harbour IT', change(2, message));
      }
    },
    onSecret: secret => {
      room.secrets.push(secret);
      return Promise.resolve();
    },
    now: () => room.clock,
    onChange: () => undefined,
  });
  newcomer.seated(2);
  return { room, sponsor, newcomer };
}

describe('a further viewer', () => {
  test('asks all others; both pages then show the same words and who asks', async () => {
    const { room, sponsor, newcomer } = someRoom();
    await newcomer.ask();
    await settled();
    expect(room.asked.filter((to, i) => room.asked.indexOf(to) === i)).toEqual([1, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(newcomer.state).toBe('shown');
    expect(sponsor.guest).toMatchObject({ viewer: 2, technician: 'Mei Lin', organisation: 'Harbour IT', state: 'asks' });
    expect(sponsor.guest!.words).toEqual(newcomer.words);
  });

  test('is given the very secret that the Agent is told of, with its name', async () => {
    const { room, sponsor, newcomer } = someRoom();
    await newcomer.ask();
    await settled();
    await sponsor.vouch(2);
    expect(newcomer.state).toBe('granted');
    expect(room.commands.map(hex)).toEqual([hex(introduceCommand(room.secrets[0]!))]);
    await sponsor.vouch(2);
    expect(room.commands, 'once').toHaveLength(1);

    await sponsor.admitted(2, true);
    expect(sponsor.guest).toMatchObject({ state: 'allowed' });
    expect(newcomer.state).toBe('granted');
    await sponsor.dismiss(2);
    expect(sponsor.guest).toBeNull();
    expect(newcomer.state).toBe('granted');
  });

  test('learns who said no', async () => {
    const first = someRoom();
    await first.newcomer.ask();
    await settled();
    await first.sponsor.dismiss(2);
    expect([first.newcomer.state, first.room.commands.length, first.room.secrets.length]).toEqual(['refused', 0, 0]);

    const second = someRoom();
    await second.newcomer.ask();
    await settled();
    await second.sponsor.vouch(2);
    await second.sponsor.admitted(2, false);
    expect([second.newcomer.state, second.sponsor.guest?.state]).toEqual(['declined', 'declined']);
  });

  test('that nobody with keys answers is told so', async () => {
    const { room, sponsor, newcomer } = someRoom();
    room.hasKeys = false;
    await newcomer.ask();
    newcomer.tick();
    expect(newcomer.state).toBe('asking');
    room.clock = 5001;
    newcomer.tick();
    expect(newcomer.state).toBe('nobody');
    expect(sponsor.guest).toBeNull();
  });

  test('begins anew after a hiccup', async () => {
    const { newcomer } = someRoom();
    await newcomer.ask();
    await settled();
    newcomer.seated(3);
    expect([newcomer.state, newcomer.words]).toEqual(['out', null]);
  });

  test('whose point is changed on the way is shown to nobody', async () => {
    const { sponsor, newcomer } = someRoom((from, message) => {
      if (from === 2 && message[0] === 3) {
        message[70]! ^= 1;
      }

      return message;
    });
    await newcomer.ask();
    await settled();
    expect(sponsor.guest).toBeNull();
  });

  test('and the first see different words where somebody sits in between', async () => {
    const { sponsor, newcomer } = someRoom((from, message) => {
      if (from === 1 && message[0] === 2) {
        message[1]! ^= 1;
      }

      return message;
    });
    await newcomer.ask();
    await settled();
    expect(sponsor.guest!.words).not.toEqual(newcomer.words);
  });

  test('takes no secret that was changed on the way', async () => {
    const { room, sponsor, newcomer } = someRoom((from, message) => {
      if (from === 1 && message[0] === 4) {
        message[message.length - 1]! ^= 1;
      }

      return message;
    });
    await newcomer.ask();
    await settled();
    await sponsor.vouch(2);
    expect([room.secrets.length, newcomer.state]).toEqual([0, 'shown']);
  });

  test('newcomers that are invented fill no memory', async () => {
    const { sponsor } = someRoom();
    for (let viewer = 10; viewer < 100; viewer++) {
      await sponsor.take(viewer, 'x', 'y', writeIntroduction({ kind: 'ask', commitment: new Uint8Array(32) }));
    }

    expect((sponsor as unknown as { newcomers: Map<number, unknown> }).newcomers.size).toBe(8);
  });

  test('comes through although others that never showed words had filled the list', async () => {
    const { sponsor, newcomer } = someRoom();
    for (let viewer = 10; viewer < 20; viewer++) {
      await sponsor.take(viewer, 'x', 'y', writeIntroduction({ kind: 'ask', commitment: new Uint8Array(32) }));
    }

    await newcomer.ask();
    await settled();
    expect(sponsor.guest).toMatchObject({ viewer: 2, technician: 'Mei Lin', state: 'asks' });
  });

  test('that waits for an answer makes no room for one more', async () => {
    const { sponsor } = someRoom();
    for (let viewer = 10; viewer < 20; viewer++) {
      const asking = await Asking.begin(session, viewer);
      await sponsor.take(viewer, `Guest ${viewer}`, 'y', asking.ask);
      await sponsor.take(viewer, `Guest ${viewer}`, 'y', (await asking.answer(new Uint8Array(16))).open);
    }

    const shown: string[] = [];
    for (let { guest } = sponsor; guest; { guest } = sponsor) {
      shown.push(guest.technician);
      await sponsor.dismiss(guest.viewer);
    }

    expect(shown).toEqual([10, 11, 12, 13, 14, 15, 16, 17].map(viewer => `Guest ${viewer}`));
  });

  test('is not exchanged for another under the same number while somebody is asked about it', async () => {
    const { room, sponsor, newcomer } = someRoom();
    const swap = async (): Promise<void> => {
      const other = await Asking.begin(session, 2);
      await sponsor.take(2, 'Somebody Else', 'Elsewhere', other.ask);
      await sponsor.take(2, 'Somebody Else', 'Elsewhere', (await other.answer(new Uint8Array(16))).open);
    };
    await newcomer.ask();
    await settled();
    const { guest } = sponsor;
    await swap();
    expect(sponsor.guest).toBe(guest);

    await sponsor.vouch(2);
    await swap();
    expect(sponsor.guest).toMatchObject({ technician: 'Mei Lin', state: 'vouched' });
    expect(room.commands.map(hex)).toEqual([hex(introduceCommand(room.secrets[0]!))]);
  });

  test('messages are read as they are written, and nothing else is read', () => {
    const whole = [
      writeIntroduction({ kind: 'ask', commitment: new Uint8Array(32) }),
      writeIntroduction({ kind: 'challenge', challenge: new Uint8Array(16) }),
      writeIntroduction({ kind: 'open', point: new Uint8Array(65), nonce: new Uint8Array(16) }),
      writeIntroduction({ kind: 'grant', point: new Uint8Array(65), sealed: new Uint8Array(48) }),
      writeIntroduction({ kind: 'refuse' }),
    ];
    expect(whole.map(bytes => bytes.length)).toEqual([33, 17, 82, 114, 1]);
    for (const bytes of whole) {
      expect(writeIntroduction(readIntroduction(bytes)!)).toEqual(bytes);
      for (const length of Array(bytes.length).keys()) {
        expect(readIntroduction(bytes.subarray(0, length))).toBeNull();
      }

      expect(readIntroduction(Uint8Array.of(...bytes, 0))).toBeNull();
    }

    expect(readIntroduction(Uint8Array.of(6))).toBeNull();
  });
});

function introduceCommand(secret: Bytes): Bytes {
  return writeCommand({ kind: 'introduce', viewer: 2, secret, technician: 'Mei Lin', organisation: 'Harbour IT' });
}
