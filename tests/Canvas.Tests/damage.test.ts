import { describe, expect, test } from 'vitest';
import { Damage } from '../../Viewer/Canvas/damage';
import { Draw } from './edits';

type Area = readonly [x: number, y: number, width: number, height: number];

function damaged(...areas: Area[]): Area[] {
  const damage = new Damage(200, 150);
  areas.forEach(([x, y, width, height]) => damage.add({ x, y, width, height }));
  return damage.take().map(({ x, y, width, height }) => [x, y, width, height]);
}

describe('damage', () => {
  test('of a whole picture is one rectangle of exactly its size', () => {
    expect(damaged([0, 0, 200, 150])).toEqual([[0, 0, 200, 150]]);
  });

  test('of one area is that area, wherever it lies', () => {
    const draw = new Draw(1);
    for (let i = 0; i < 500; i++) {
      const { x, y, width, height } = draw.area(200, 150);
      expect(damaged([x, y, width, height])).toEqual([[x, y, width, height]]);
    }
  });

  test('beside each other is one rectangle, apart it is several', () => {
    expect(damaged([0, 0, 64, 64], [64, 0, 64, 64], [192, 0, 8, 64])).toEqual([[0, 0, 128, 64], [192, 0, 8, 64]]);
    expect(damaged([10, 10, 2, 2], [100, 100, 3, 3])).toEqual([[10, 10, 2, 2], [100, 100, 3, 3]]);
    expect(damaged([0, 20, 200, 10], [50, 30, 20, 100])).toEqual([[0, 20, 128, 44], [128, 20, 72, 10], [50, 64, 20, 66]]);
  });

  test('covers all that changed and no pixel twice, whatever it is', () => {
    for (let seed = 0; seed < 300; seed++) {
      const draw = new Draw(seed);
      const damage = new Damage(200, 150);
      const changed = new Uint8Array(200 * 150);
      const taken = new Uint8Array(200 * 150);
      for (let count = 1 + draw.next(6); count > 0; count--) {
        const area = draw.area(200, 150);
        const small = { ...area, width: Math.min(area.width, 90), height: Math.min(area.height, 40) };
        damage.add(small);
        mark(changed, small);
      }

      damage.take().forEach(area => mark(taken, area));
      expect(taken.every((times, i) => times <= 1 && times >= Math.min(1, changed[i]!)), `seed ${seed}`).toBe(true);
    }
  });

  test('that was taken is not there again', () => {
    const damage = new Damage(200, 150);
    damage.add({ x: 1, y: 1, width: 70, height: 1 });
    expect(damage.take()).toHaveLength(1);
    expect(damage.take()).toEqual([]);
  });
});

function mark(pixels: Uint8Array, { x, y, width, height }: { x: number; y: number; width: number; height: number }): void {
  for (let row = y; row < y + height; row++) {
    for (let column = x; column < x + width; column++) {
      pixels[row * 200 + column]!++;
    }
  }
}
