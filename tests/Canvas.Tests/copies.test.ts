import { describe, expect, test } from 'vitest';
import { Framebuffer } from '../../Viewer/Canvas/framebuffer';
import { TileMemory } from '../../Viewer/Canvas/tileMemory';
import { SLOTS, type Move } from '../../Viewer/Canvas/wire/sections';
import { Draw } from './edits';

function somePicture(draw: Draw, width = 40, height = 30): Framebuffer {
  const picture = new Framebuffer(width, height);
  picture.words.forEach((_, i) => { picture.words[i] = draw.next(2 ** 24); });
  return picture;
}

describe('copies', () => {
  test('read the picture as it was before, however many there are and however they overlap', () => {
    for (let seed = 0; seed < 300; seed++) {
      const draw = new Draw(seed);
      const picture = somePicture(draw);
      const moves = Array.from({ length: 1 + draw.next(20) }, (_, i): Move => {
        const to = draw.area(i === 0 ? 40 : 7, i === 0 ? 30 : 7);
        const place = seed % 20 === 0 ? to : { ...to, width: Math.min(to.width, 6), height: Math.min(to.height, 6) };
        return { ...place, fromX: draw.next(41 - place.width), fromY: draw.next(31 - place.height) };
      });
      const before = picture.words.slice();
      const expected = picture.words.slice();
      for (const { x, y, width, height, fromX, fromY } of moves) {
        for (let i = 0; i < width * height; i++) {
          const [column, row] = [i % width, Math.floor(i / width)];
          expected[(y + row) * 40 + x + column] = before[(fromY + row) * 40 + fromX + column]!;
        }
      }

      const fits = moves.reduce((sum, move) => sum + move.width * move.height, 0) <= 40 * 30;
      expect(picture.copy(moves), `seed ${seed}`).toBe(fits);
      expect(picture.words, `seed ${seed}`).toEqual(fits ? expected : before);
    }
  });

  test('from or to outside are refused, and nothing is written', () => {
    const picture = somePicture(new Draw(1));
    const before = picture.words.slice();
    for (const [x, fromX] of [[39, 0], [0, 39], [0, -1]] as const) {
      expect(picture.copy([{ x: 5, y: 5, width: 2, height: 2, fromX: 1, fromY: 1 }, { x, y: 0, width: 2, height: 2, fromX, fromY: 0 }])).toBe(false);
    }

    expect(picture.words).toEqual(before);
  });
});

describe('remembered tiles', () => {
  const colourAt = (picture: Framebuffer): number => picture.words[0]! & 0xffffff;

  test('are a ring', () => {
    const picture = new Framebuffer(64, 64);
    const memory = new TileMemory();
    const tile = picture.tile(0);
    for (let i = 0; i <= SLOTS; i++) {
      picture.fill(tile, i & 255, i >> 8, 1);
      memory.remember(picture, tile);
    }

    const recalled = [1, 0, SLOTS - 1].map(slot => memory.recall(slot, picture, tile, tile) && colourAt(picture));
    expect(recalled).toEqual([0x010001, 0x011000, 0x010fff]);
  });

  test('are painted in parts at the same places', () => {
    const picture = somePicture(new Draw(3), 100, 70);
    const before = picture.words.slice();
    const memory = new TileMemory();
    memory.remember(picture, picture.tile(1));
    picture.blacken();
    expect(memory.recall(0, picture, picture.tile(1), { x: 70, y: 10, width: 5, height: 3 })).toBe(true);
    for (let y = 0; y < 70; y++) {
      for (let x = 0; x < 100; x++) {
        const inside = x >= 70 && x < 75 && y >= 10 && y < 13;
        expect(picture.words[y * 100 + x]).toBe(inside ? before[y * 100 + x] : 0xff000000);
      }
    }
  });

  test('fit tiles of their own size only, and are gone once forgotten', () => {
    const picture = new Framebuffer(100, 70);
    const memory = new TileMemory();
    memory.remember(picture, picture.tile(0));
    expect(memory.recall(0, picture, picture.tile(1), picture.tile(1))).toBe(false);
    expect(memory.recall(1, picture, picture.tile(0), picture.tile(0))).toBe(false);
    expect(memory.recall(0, picture, picture.tile(0), picture.tile(0))).toBe(true);
    memory.clear();
    expect(memory.recall(0, picture, picture.tile(0), picture.tile(0))).toBe(false);
  });
});
