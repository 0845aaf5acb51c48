import { describe, expect, test } from 'vitest';
import { AgentClock } from '../../Viewer/Canvas/clock';
import { Figures } from '../../Viewer/Canvas/figures';

describe('the Agent\'s clock', () => {
  test('is not known before the first answer', () => {
    const clock = new AgentClock();
    expect(clock.here(1000)).toBeNull();
    expect(clock.roundTrip).toBeNull();
  });

  test('is believed from the answer that was quickest', () => {
    const clock = new AgentClock();

    // The Agent is 1,000,000 µs ahead; the first answer was held up on its way back, the second came straight.
    clock.answer(0, 1_005_000, 90_000);
    clock.answer(100_000, 1_102_000, 104_000);
    clock.answer(200_000, 1_260_000, 270_000);
    expect(clock.roundTrip).toBe(4000);
    expect(clock.here(1_500_000)).toBe(500_000);
  });

  test('follows a drift: old answers are forgotten', () => {
    const clock = new AgentClock();
    clock.answer(0, 1_000_500, 1000);
    for (let i = 1; i <= 8; i++) {
      clock.answer(i * 1000, 2_000_000 + i * 1000 + 5000, i * 1000 + 10_000);
    }

    expect(clock.here(2_500_000)).toBe(500_000);
  });

  test('is not set by an answer from before its question', () => {
    const clock = new AgentClock();
    clock.answer(5000, 1, 4000);
    expect(clock.here(1)).toBeNull();
  });
});

describe('figures', () => {
  test('pictures and bytes per second are those of the last two seconds', () => {
    const figures = new Figures();
    for (let ms = 0; ms < 3000; ms += 100) {
      figures.arrived(500, ms);
      figures.painted(1, null, ms);
    }

    expect(figures.rate(2999)).toBe(10);
    expect(figures.bytesPerSecond(2999)).toBe(5000);
    expect(figures.bytes).toBe(15_000);
    expect(figures.frames).toBe(30);
    expect(figures.rate(6000)).toBe(0);
  });

  test('the delay is the median, so that one late frame does not shake it', () => {
    const figures = new Figures();
    expect(figures.delay()).toBeNull();
    [20, 22, 900, 21, 23].forEach((delay, i) => figures.painted(1, delay, i));
    expect(figures.delay()).toBe(22);
  });

  test('frames that were painted together are one picture for the eye', () => {
    const figures = new Figures();
    figures.painted(3, null, 0);
    expect(figures.frames).toBe(3);
    expect(figures.rate(1)).toBe(0.5);
  });
});
