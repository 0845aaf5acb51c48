import type { Saving } from '../papers/saver';
import type { Texts } from '../text';
import { write } from './elements';

/** Says below a paper whether it is kept; what could not be saved is said to be still here. */
export function showSaving(target: HTMLElement, text: Texts, saving: Saving, mergedWith: string | null): void {
  target.dataset['saving'] = saving;
  const words = text.say(`Saving.${saving}`);
  write(target, mergedWith === null ? words : `${text.say('Saving.merged', mergedWith)} ${words}`);
}
