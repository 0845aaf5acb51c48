import { describe, expect, test } from 'vitest';
import { groupDigits, sayDigits } from '../../Viewer/Canvas/code';
import { minutesAndSeconds, RelayClock } from '../../Viewer/Canvas/status';
import { Texts } from '../../Viewer/Canvas/text';

const english = { digits: 'zero one two three four five six seven eight nine'.split(' '), gap: ' ', pause: ', ' };
const chinese = { digits: [...'零一二三四五六七八九'], gap: '', pause: '，' };

describe('the code', () => {
  test('is grouped as people say it', () => {
    expect(groupDigits('4829130675')).toEqual(['482', '913', '0675']);
  });

  test('is said digit by digit, in either language', () => {
    expect(sayDigits('4829130675', english)).toBe('four eight two, nine one three, zero six seven five');
    expect(sayDigits('4829130675', chinese)).toBe('四八二，九一三，零六七五');
  });
});

describe('clocks on the page', () => {
  test('count down to the Relay\'s moments even where this computer\'s clock is wrong', () => {
    const clock = new RelayClock();
    const here = Date.parse('2001-01-01T00:00:00Z');
    clock.set('2026-11-21T12:00:00Z', here);
    expect(clock.until('2026-11-21T12:10:00Z', here + 60_000)).toBe(9 * 60_000);
  });

  test.each([[0, '0:00'], [59_999, '0:59'], [247_000, '4:07'], [3_847_000, '1:04:07'], [-5000, '0:00']])('%i ms are %s', (ms, said) => {
    expect(minutesAndSeconds(ms)).toBe(said);
  });
});

describe('texts', () => {
  const texts = new Texts('{"hello":"Hello {0}, {1} of {1}","empty":""}');

  test('get their places filled in', () => {
    expect(texts.say('hello', 'Ada', 3)).toBe('Hello Ada, 3 of 3');
    expect(texts.say('hello', '{1}', 'x')).toBe('Hello {1}, x of x');
    expect(texts.say('empty')).toBe('');
  });

  test('that are missing are noticed', () => {
    expect(() => texts.say('nothing')).toThrow('nothing');
    expect(texts.has('nothing')).toBe(false);
  });
});
