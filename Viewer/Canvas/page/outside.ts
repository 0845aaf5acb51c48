import type { Newcomer } from '../newcomer';
import type { People } from '../people';
import type { Texts } from '../text';
import { element, write } from './elements';
import { showWords } from './words';

/** In place of the picture where this page has no keys: how to be let in, and how far that has come. */
export class OutsideView {
  constructor(
    private readonly text: Texts, private readonly customer: string, private readonly newcomer: Newcomer, private readonly people: People,
  ) {
    element('ask-in').addEventListener('click', () => void newcomer.ask());
  }

  show(): void {
    const { state, words } = this.newcomer;
    const waits = state === 'asking' || state === 'shown' || state === 'granted';
    element('outside').dataset['state'] = state;
    const { isColleague, technician } = this.people;
    const who = isColleague ? 'Joining' : 'Outside';
    write(element('outside-heading'), this.text.say(`${who}.heading`, this.customer, technician?.name ?? ''));
    write(element('outside-next'), this.text.say(`${who}.${state}`, this.customer, technician?.name ?? ''));
    showWords(element('outside-words'), words);
    element('ask-in').hidden = waits;
    write(element('ask-in'), this.text.say(state === 'out' ? 'Outside.ask' : 'Outside.askAgain'));
  }
}
