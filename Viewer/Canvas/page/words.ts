import type { ComparisonWords } from '../sealing/words';
import { write } from './elements';

/**
 * Shows two comparison words in both languages, the page's own first: the customer's screen may be in the other.
 * The target holds two spans.
 */
export function showWords(target: HTMLElement, words: ComparisonWords | null): void {
  target.hidden = words === null;
  if (!words) {
    delete target.dataset['english'];
    delete target.dataset['chinese'];
    return;
  }

  const spoken = [
    { language: 'en', said: words.english },
    { language: 'zh-Hans', said: words.chinese },
  ].sort((a, b) => Number(isPageLanguage(b.language)) - Number(isPageLanguage(a.language)));
  target.dataset['english'] = words.english;
  target.dataset['chinese'] = words.chinese;
  spoken.forEach(({ language, said }, i) => {
    const span = target.children[i]!;
    span.setAttribute('lang', language);
    write(span, said);
  });
}

function isPageLanguage(language: string): boolean {
  return document.documentElement.lang.slice(0, 2) === language.slice(0, 2);
}
