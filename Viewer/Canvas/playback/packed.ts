/** Pixels that wait: runs of one colour as count and colour, or the pixels as they are where that is less. */
export interface Packed {
  readonly isRuns: boolean;
  readonly words: Uint32Array;
}

/** Packs pixels; nothing of what was given is kept. */
export function pack(pixels: Uint32Array): Packed {
  const runs = new Uint32Array(pixels.length);
  let used = 0;
  for (let at = 0; at < pixels.length;) {
    const word = pixels[at]!;
    let end = at + 1;
    while (end < pixels.length && pixels[end] === word) {
      end++;
    }

    if (used + 2 > runs.length) {
      return { isRuns: false, words: pixels.slice() };
    }

    runs[used++] = end - at;
    runs[used++] = word;
    at = end;
  }

  return { isRuns: true, words: runs.slice(0, used) };
}

/** Writes the pixels that were packed; `target` is as long as they were. */
export function unpack({ isRuns, words }: Packed, target: Uint32Array): void {
  if (!isRuns) {
    target.set(words);
    return;
  }

  let at = 0;
  for (let i = 0; i < words.length; i += 2) {
    const end = at + words[i]!;
    target.fill(words[i + 1]!, at, end);
    at = end;
  }
}
