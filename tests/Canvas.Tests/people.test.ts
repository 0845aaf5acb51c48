import { describe, expect, test } from 'vitest';
import { Newcomer } from '../../Viewer/Canvas/newcomer';
import { People, type PersonState, type SessionPerson } from '../../Viewer/Canvas/people';
import { readCommand, writeCommand } from '../../Viewer/Canvas/wire/commands/command';
import { hex } from '../../Viewer/Canvas/sealing/bytes';

const session = '6f6b1c86-6d7c-4d0c-9a2b-0d6a4d9f9c11';

function person(name: string, state: PersonState, ...viewers: number[]): SessionPerson {
  return { account: name.toLowerCase(), name, organisation: 'Harbour IT', state, viewers, until: null };
}

describe('who belongs to the session', () => {
  test('a page knows who sits at it by its number, and goes on knowing it once it was seen out', () => {
    const people = new People();
    people.seated(2);
    people.take([person('Mei', 'technician', 1), person('Ben', 'in', 2)]);
    expect([people.me?.name, people.isColleague, people.leads, people.goneBecause]).toEqual(['Ben', true, false, null]);
    people.take([person('Mei', 'technician', 1), person('Ben', 'sentAway')]);
    expect(people.goneBecause).toBe('colleagueSentAway');
  });

  test.each([
    ['left', 'colleagueLeft'], ['refused', 'colleagueRefused'], ['sentAway', 'colleagueSentAway'],
    ['waiting', null], ['in', null], ['invited', null], ['technician', null],
  ] as const)('%s is over because of %s', (state, why) => {
    const people = new People();
    people.seated(2);
    people.take([person('Ben', state, 2)]);
    expect(people.goneBecause).toBe(why);
  });

  test('whoever the session was handed over to leads it, and the one before is a colleague', () => {
    const [first, second] = [new People(), new People()];
    first.seated(1);
    second.seated(2);
    for (const people of [first, second]) {
      people.take([person('Mei', 'technician', 1), person('Ben', 'in', 2)]);
      people.take([person('Ben', 'technician', 2), person('Mei', 'in', 1)]);
    }

    expect([first.leads, first.isColleague, second.leads, second.isColleague]).toEqual([false, true, true, false]);
  });

  test('only those look who are here and may, the technician first', () => {
    const people = new People();
    people.take([person('Mei', 'technician', 1), person('Ben', 'waiting', 2), person('Ana', 'in', 3), person('Zed', 'in')]);
    expect(people.looking.map(({ name }) => name)).toEqual(['Mei', 'Ana']);
  });

  test('a line of the chat is by whoever has the page that the Agent names', () => {
    const people = new People();
    people.take([person('Mei', 'technician', 1), person('Ben', 'in', 257)]);
    expect([2, 3, 0, 9].map(from => people.writerOf(from))).toEqual(['Mei', 'Ben', null, null]);
  });

  test('the last word of the Relay, which names nobody, takes nothing away', () => {
    const people = new People();
    people.seated(2);
    people.take([person('Ben', 'in', 2)]);
    people.take([]);
    people.take(null);
    expect(people.isColleague).toBe(true);
  });
});

test('an invited page asks by itself, once at a time, and again where nobody answered', async () => {
  const asked: number[] = [];
  const newcomer = new Newcomer(session, {
    introduce: async to => void asked.push(to),
    onSecret: () => Promise.resolve(),
    now: () => clock,
    onChange: () => undefined,
  });
  let clock = 0;
  newcomer.askIfNobodyHas();
  expect(asked, 'before it has a seat').toEqual([]);
  newcomer.seated(2);
  newcomer.askIfNobodyHas();
  newcomer.askIfNobodyHas();
  await expect.poll(() => asked.filter(to => to === 1).length).toBe(1);
  await expect.poll(() => asked.length).toBe(9);
  clock = 6000;
  newcomer.tick();
  newcomer.askIfNobodyHas();
  await expect.poll(() => asked.filter(to => to === 1).length).toBe(2);
});

test('handing over and sending away have their bytes', () => {
  for (const [kind, bytes] of [['handOver', '1b07000000'], ['sendAway', '1c07000000']] as const) {
    const written = writeCommand({ kind, viewer: 7 });
    expect(hex(written)).toBe(bytes);
    expect(readCommand(written)).toEqual({ kind, viewer: 7 });
  }
});
