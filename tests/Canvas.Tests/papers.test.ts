import { describe, expect, test } from 'vitest';
import { readChecklist, ticked, without, withSteps, writeChecklist, MOST_ITEMS, type Checklist } from '../../Viewer/Canvas/papers/checklist';
import { mergeChecklists, mergeNotes, mergePhrases } from '../../Viewer/Canvas/papers/merge';
import type { Paper, SaveAnswer } from '../../Viewer/Canvas/papers/paper';
import { PaperSaver } from '../../Viewer/Canvas/papers/saver';
import { defaults } from '../../Viewer/Canvas/papers/wrapUp';

const theirs = (body: string, version = 1): Paper => ({ version, body, by: 'Amina Diallo' });

/** A Relay with one paper, and a clock that goes on when it is told to. */
class Desk {
  paper: Paper = { version: 0, body: '', by: null };
  answers: ('failed' | 'refused' | 'broken')[] = [];
  saves = 0;
  merged: string[] = [];
  private timers: { at: number; run: () => void }[] = [];
  private now = 0;

  saver(merge = mergeNotes): PaperSaver {
    return new PaperSaver(this.paper, {
      save: (basedOn, body) => this.save(basedOn, body),
      merge,
      after: (ms, run) => void this.timers.push({ at: this.now + ms, run }),
      onMerged: by => void this.merged.push(by),
      onChange: () => undefined,
    });
  }

  async wait(ms: number): Promise<void> {
    const until = this.now + ms;
    for (;;) {
      const next = this.timers.filter(timer => timer.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) {
        break;
      }

      this.timers.splice(this.timers.indexOf(next), 1);
      this.now = next.at;
      next.run();
      for (let i = 0; i < 20; i++) {
        await Promise.resolve();
      }
    }

    this.now = until;
  }

  private async save(basedOn: number, body: string): Promise<SaveAnswer> {
    this.saves++;
    const answer = this.answers.shift();
    if (answer === 'broken') {
      throw new TypeError('no connection');
    }

    if (answer) {
      return { kind: answer };
    }

    if (basedOn !== this.paper.version) {
      return { kind: 'overtaken', paper: this.paper };
    }

    this.paper = { version: basedOn + 1, body, by: 'Mei Lin' };
    return { kind: 'saved', paper: this.paper };
  }
}

describe('a paper', () => {
  test('is saved once nobody types any more, not at each letter', async () => {
    const desk = new Desk();
    const saver = desk.saver();
    for (const body of ['H', 'He', 'Hel', 'Help']) {
      saver.write(body);
      await desk.wait(100);
    }

    expect(desk.saves).toBe(0);
    expect(saver.saving).toBe('waiting');
    await desk.wait(1000);
    expect([desk.saves, desk.paper.body, saver.saving]).toEqual([1, 'Help', 'saved']);
  });

  test.each(['failed', 'broken'] as const)('that could not be saved (%s) is still there and is tried again by itself', async how => {
    const desk = new Desk();
    const saver = desk.saver();
    desk.answers = [how, how, how];
    saver.write('The cable was loose.');
    await desk.wait(1000);
    expect([saver.saving, saver.body]).toEqual(['failed', 'The cable was loose.']);
    await desk.wait(60_000);
    expect([saver.saving, desk.paper.body]).toEqual(['saved', 'The cable was loose.']);
    expect(desk.saves).toBe(4);
  });

  test('that is refused is not sent again before it is changed', async () => {
    const desk = new Desk();
    const saver = desk.saver();
    desk.answers = ['refused'];
    saver.write('too long');
    await desk.wait(600_000);
    expect([saver.saving, saver.body, desk.saves]).toEqual(['refused', 'too long', 1]);
    saver.write('short');
    await desk.wait(1000);
    expect([saver.saving, desk.paper.body]).toEqual(['saved', 'short']);
  });

  test('is saved at once where the page goes, with what was typed while a save was under way', async () => {
    const desk = new Desk();
    const saver = desk.saver();
    saver.write('one');
    const flushed = saver.flush();
    saver.write('one two');
    await flushed;
    expect(await saver.flush()).toBe(true);
    expect(desk.paper.body).toBe('one two');
  });

  test('that somebody else saved meanwhile has both, and nothing is overwritten', async () => {
    const desk = new Desk();
    const saver = desk.saver();
    desk.paper = theirs('Amina: cartridge is new.');
    saver.write('Mei: cable was loose.');
    await desk.wait(3000);
    expect(desk.merged).toEqual(['Amina Diallo']);
    expect(saver.saving).toBe('saved');
    expect(desk.paper).toMatchObject({ version: 2, body: saver.body });
    expect(saver.body).toContain('Amina: cartridge is new.');
    expect(saver.body).toContain('Mei: cable was loose.');
  });
});

describe('two who wrote at the same time', () => {
  test('on notes keep what each added behind the same beginning', () => {
    expect(mergeNotes('Start\n', 'Start\nmine', theirs('Start\ntheirs'))).toBe('Start\ntheirs\nmine');
  });

  test('on notes keep both where one changed the beginning', () => {
    expect(mergeNotes('Start', 'Begin mine', theirs('Other'))).toBe('Begin mine\n\n— Amina Diallo —\nOther');
  });

  test.each([
    ['nothing was changed here', 'same', 'same', 'same and more', 'same and more'],
    ['mine has theirs already', 'a', 'a b c', 'a b', 'a b c'],
    ['theirs has mine already', 'a', 'a b', 'a b c', 'a b c'],
  ])('on notes repeat nothing: %s', (_, base, mine, other, merged) => {
    expect(mergeNotes(base, mine, theirs(other))).toBe(merged);
  });

  test('on a checklist keep each other\'s ticks, steps and removals', () => {
    const item = (id: string, done = false) => ({ id, text: `step ${id}`, done });
    const base = writeChecklist({ topics: ['printer'], items: [item('a'), item('b'), item('c')] });
    const mine = writeChecklist({ topics: ['printer', 'network'], items: [item('a', true), item('c'), item('mine')] });
    const other = writeChecklist({ topics: ['printer', 'slow'], items: [item('a'), item('b'), item('c', true), item('theirs')] });
    const merged = readChecklist(mergeChecklists(base, mine, theirs(other)));
    expect(merged.items.map(({ id, done }) => [id, done])).toEqual([['a', true], ['c', true], ['theirs', false], ['mine', false]]);
    expect(merged.topics).toEqual(['printer', 'slow', 'network']);
  });

  test('on phrases keep both lists without what was removed', () => {
    expect(mergePhrases('["a","b"]', '["a","c"]', theirs('["a","b","d"]'))).toBe('["a","d","c"]');
  });
});

describe('a checklist', () => {
  let ids = 0;
  const newId = (): string => `id${++ids}`;
  const empty: Checklist = { topics: [], items: [] };

  test('takes a ready-made list once, ticks and forgets steps', () => {
    let list = withSteps(empty, ['Power', ' Paper  and ink ', ''], newId);
    list = withSteps(list, ['Power', 'Driver'], newId);
    expect(list.items.map(item => item.text)).toEqual(['Power', 'Paper and ink', 'Driver']);
    list = without(ticked(list, list.items[0]!.id, true), list.items[1]!.id);
    expect(list.items.map(item => [item.text, item.done])).toEqual([['Power', true], ['Driver', false]]);
  });

  test('never grows beyond what the Relay takes', () => {
    const many = Array.from({ length: 200 }, (_, i) => `${i} ${'x'.repeat(300)}`);
    const list = withSteps(empty, many, newId);
    expect(list.items).toHaveLength(MOST_ITEMS);
    expect(Math.max(...list.items.map(item => item.text.length))).toBe(200);
  });
});

describe('a wrap-up begins with', () => {
  const list = (...done: boolean[]): Checklist => ({
    topics: ['printer'], items: done.map((isDone, i) => ({ id: `${i}`, text: `step ${i}`, done: isDone })),
  });

  test('what was ticked, and solved where all was and the technician ended it', () => {
    expect(defaults(list(true, true), 'stoppedByTechnician', '; ')).toEqual({
      topics: ['printer'], solved: true, done: 'step 0; step 1', next: 'nothing', words: '',
    });
  });

  test('another session where the line was cut, and a call where something is open', () => {
    expect(defaults(list(true, true), 'customerLost', '; ')).toMatchObject({ solved: false, next: 'session' });
    expect(defaults(list(true, false), 'stoppedByTechnician', '; ')).toMatchObject({ solved: false, next: 'call', done: 'step 0' });
    expect(defaults(list(), 'stoppedByTechnician', '; '), 'no list says nothing').toMatchObject({ solved: false, next: 'call', done: '' });
  });
});
