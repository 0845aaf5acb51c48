import all from '../../../Shared/Sealing/ComparisonWords.json';

/** Two words that both screens show, in each language, for those who want to check by voice. */
export interface ComparisonWords {
  readonly english: string;
  readonly chinese: string;
}

/** The words of two bytes. The list is the one that the Agent reads. */
export function comparisonWords(first: number, second: number): ComparisonWords {
  const [a, b] = [all[first]!, all[second]!];
  return { english: `${a.en} ${b.en}`, chinese: `${a.zh} ${b.zh}` };
}
