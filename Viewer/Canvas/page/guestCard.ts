import type { Sponsor } from '../sponsor';
import type { Texts } from '../text';
import { element, write } from './elements';
import { showWords } from './words';

// A second click of a double click must not answer for whoever is shown next.
const READ_MS = 1000;

/** Somebody else wants to look too: who, the words on their page, and what the customer said. */
export class GuestCard {
  private shown = 0;

  constructor(private readonly text: Texts, private readonly customer: string, private readonly sponsor: Sponsor) {
    element('introduce').addEventListener('click', () => this.withGuest(viewer => sponsor.vouch(viewer)));
    element('refuse').addEventListener('click', () => this.withGuest(viewer => sponsor.dismiss(viewer)));
    element('guest-done').addEventListener('click', () => this.withGuest(viewer => sponsor.dismiss(viewer)));
  }

  show(): void {
    const card = element('guest');
    const { guest } = this.sponsor;
    card.hidden = guest === null;
    if (guest && guest.viewer !== this.shown) {
      this.shown = guest.viewer;
      const buttons = ['introduce', 'refuse'].map(id => element(id));
      buttons.forEach(button => button.toggleAttribute('disabled', true));
      setTimeout(() => buttons.forEach(button => button.toggleAttribute('disabled', false)), READ_MS);
    }

    if (guest) {
      const asks = guest.state === 'asks';
      card.dataset['viewer'] = String(guest.viewer);
      card.dataset['state'] = guest.state;
      write(element('guest-heading'), this.text.say('Guest.heading', guest.technician, guest.organisation));
      write(element('guest-next'), this.text.say(`Guest.${guest.state}`, guest.technician, this.customer));
      showWords(element('guest-words'), asks ? guest.words : null);
      element('introduce').hidden = !asks;
      element('refuse').hidden = !asks;
      element('guest-done').hidden = guest.state !== 'allowed' && guest.state !== 'declined';
    }
  }

  private withGuest(act: (viewer: number) => Promise<void>): void {
    const { guest } = this.sponsor;
    if (guest) {
      void act(guest.viewer);
    }
  }
}
