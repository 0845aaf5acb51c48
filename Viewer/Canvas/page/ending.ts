import { isCutOff } from '../papers/wrapUp';
import type { SealingFault } from '../sealing/cipher';
import type { Texts } from '../text';
import { element, write } from './elements';

/** This page ended the session: what came was not what the Agent had sent. */
export const ALTERED = 'altered';

/** A colleague's page is over for one of these, and the session goes on. */
export function isForColleague(reason: string | null): boolean {
  return reason === 'colleagueLeft' || reason === 'colleagueSentAway' || reason === 'colleagueRefused';
}

/** After the end: why, in plain words, and where to go from here. */
export function showEnding(text: Texts, customer: string, reason: string | null, fault: SealingFault | null): void {
  const card = element('ended');
  const key = `Ended.${reason ?? 'unknown'}`;
  const cutOff = isCutOff(reason);
  card.dataset['reason'] = reason ?? 'unknown';
  const hasLeft = isForColleague(reason);
  write(element('ended-heading'), text.say(hasLeft ? 'Ended.headingColleague' : 'Ended.heading'));
  write(element('ended-reason'), text.say(text.has(key) ? key : 'Ended.unknown', customer));
  element('continue-form').hidden = !cutOff;
  element('again').hidden = cutOff || hasLeft;
  element('ended-kept').hidden = !cutOff;
  element('ended-fault').hidden = fault === null;
  if (fault) {
    card.dataset['fault'] = fault;
    write(element('ended-fault'), text.say('Ended.alteredFault', fault));
  }
}
