import type { Texts } from '../text';
import { element, write } from './elements';

/** After the end: why, in plain words, and where to go from here. */
export function showEnding(text: Texts, customer: string, reason: string | null): void {
  const key = `Ended.${reason ?? 'unknown'}`;
  write(element('ended-reason'), text.say(text.has(key) ? key : 'Ended.unknown', customer));
  element('ended').dataset['reason'] = reason ?? 'unknown';
}
