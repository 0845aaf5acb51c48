/** A code as people read it: `482 913 0675`. */
export function groupDigits(code: string): string[] {
  return [code.slice(0, 3), code.slice(3, 6), code.slice(6)];
}

/** How a language says digits. */
export interface DigitWords {
  /** Ten words, from nought to nine. */
  readonly digits: readonly string[];
  /** Between two digits. */
  readonly gap: string;
  /** Between two groups. */
  readonly pause: string;
}

/** A code as people say it: "four eight two, nine one three, zero six seven five". */
export function sayDigits(code: string, words: DigitWords): string {
  return groupDigits(code)
    .map(group => [...group].map(digit => words.digits[Number(digit)] ?? digit).join(words.gap))
    .join(words.pause);
}
