import type { Fate } from '../commands';
import type { ColleagueChoice, People, SessionPerson } from '../people';
import type { RelayClock } from '../status';
import type { Texts } from '../text';
import type { ViewerCommand } from '../wire/commands/command';
import { element, write } from './elements';
import { KeyboardPlace } from './keyboardPlace';

/** What is asked of the Relay; each fails where it is refused or cannot be reached. */
export interface ColleagueLink {
  colleagues(): Promise<readonly ColleagueChoice[]>;
  invite(account: string, reason: string): Promise<void>;
  sendAway(account: string): Promise<void>;
  leaveSession(): Promise<void>;
}

/** Colleagues: who was asked and how they stand, one more to be asked, and the session given to one of them. */
export class ColleaguePanel {
  private readonly panel = element('colleague-panel');
  private readonly button = element('colleague-button');
  private readonly choice = element('colleague-choice') as HTMLSelectElement;
  private readonly reason = element('colleague-reason') as HTMLInputElement;
  private readonly keyboard = new KeyboardPlace(this.panel, () => this.button);
  private shown = '';

  constructor(
    private readonly text: Texts,
    private readonly customer: string,
    private readonly people: People,
    private readonly clock: RelayClock,
    private readonly link: ColleagueLink,
    private readonly command: (command: ViewerCommand, fate: Fate) => void,
  ) {
    this.button.addEventListener('click', () => void this.toggle());
    this.panel.addEventListener('keydown', event => event.key === 'Escape' && this.close());
    element('colleague-close').addEventListener('click', () => this.close());
    element('colleague-form').addEventListener('submit', event => {
      event.preventDefault();
      void this.invite();
    });
  }

  show(): void {
    const { leads, all, looking, isColleague } = this.people;
    this.button.hidden = !leads;
    if (!leads && !this.panel.hidden) {
      this.close();
    }

    document.body.dataset['role'] = isColleague ? 'colleague' : 'technician';
    const others = looking.length > 1 ? looking : [];
    element('looking').hidden = others.length === 0;
    element('viewers').hidden = others.length > 0;
    write(element('looking'), others.map(({ name }) => name).join(this.text.say('Colleague.comma')));
    this.showList(all.filter(({ state }) => state !== 'technician'));
  }

  /** This page's colleague goes. The Agent hears it sealed and forgets the page; the Relay then keeps it out. */
  async leave(): Promise<void> {
    const { me } = this.people;
    if (me?.state === 'in') {
      me.viewers.forEach(viewer => this.command({ kind: 'sendAway', viewer }, {}));
    }

    await this.link.leaveSession();
  }

  private async toggle(): Promise<void> {
    if (!this.panel.hidden) {
      this.close();
      return;
    }

    this.keyboard.remember();
    this.panel.hidden = false;
    this.button.setAttribute('aria-expanded', 'true');
    this.say('');
    this.choice.focus();
    await this.load();
  }

  private close(): void {
    this.keyboard.goBack();
    this.panel.hidden = true;
    this.button.setAttribute('aria-expanded', 'false');
  }

  private async load(): Promise<void> {
    try {
      const choices = await this.link.colleagues();
      this.choice.replaceChildren(...choices.map(({ account, name, organisation }) =>
        new Option(this.text.say('Colleague.choice', name, organisation), account)));
      element('colleague-form').hidden = choices.length === 0;
      element('colleague-nobody').hidden = choices.length > 0;
    } catch {
      this.say('Colleague.noList');
    }
  }

  private async invite(): Promise<void> {
    const reason = this.reason.value.trim();
    const name = this.choice.selectedOptions[0]?.textContent ?? '';
    if (reason === '' || this.choice.value === '') {
      this.say('Colleague.needsReason');
      this.reason.focus();
      return;
    }

    try {
      await this.link.invite(this.choice.value, reason);
      this.reason.value = '';
      this.say('Colleague.asked', name);
    } catch {
      this.say('Colleague.notAsked', name);
    }
  }

  // Built anew only where something has changed, so that the keyboard stays where it is.
  private showList(colleagues: readonly SessionPerson[]): void {
    const now = JSON.stringify(colleagues);
    if (now === this.shown) {
      return;
    }

    this.shown = now;
    const held = this.panel.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset['act'] : undefined;
    element('colleague-list').replaceChildren(...colleagues.map(person => this.row(person)));
    if (held) {
      (this.panel.querySelector<HTMLElement>(`[data-act="${CSS.escape(held)}"]`) ?? this.choice).focus();
    }
  }

  private row(person: SessionPerson): HTMLElement {
    const row = document.createElement('li');
    row.dataset['account'] = person.account;
    row.dataset['state'] = this.stateOf(person);
    const words = document.createElement('p');
    const name = document.createElement('b');
    name.textContent = this.text.say('Colleague.choice', person.name, person.organisation);
    const state = document.createElement('span');
    state.textContent = this.text.say(`Colleague.is.${this.stateOf(person)}`, person.name, this.customer);
    words.append(name, document.createElement('br'), state);
    row.append(words, ...this.actions(person));
    return row;
  }

  private actions(person: SessionPerson): HTMLElement[] {
    switch (this.stateOf(person)) {
      case 'in':
        return [this.act('handOver', person, () => this.handOver(person)), this.act('sendAway', person, () => void this.sendAway(person))];
      case 'waiting':
        return [this.act('sendAway', person, () => void this.sendAway(person))];
      case 'invited':
        return [this.act('takeBack', person, () => void this.sendAway(person))];
      default:
        return [];
    }
  }

  private act(what: string, person: SessionPerson, run: () => void): HTMLElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset['act'] = `${what} ${person.account}`;
    button.textContent = this.text.say(`Colleague.${what}`, person.name);
    button.addEventListener('click', run);
    return button;
  }

  private stateOf({ state, until }: SessionPerson): string {
    return state === 'invited' && until !== null && this.clock.until(until, Date.now()) <= 0 ? 'expired' : state;
  }

  private handOver(person: SessionPerson): void {
    const viewer = person.viewers.at(-1);
    if (viewer === undefined) {
      this.say('Colleague.notHandedOver', person.name);
      return;
    }

    this.say('Colleague.handingOver', person.name);
    this.command({ kind: 'handOver', viewer }, { isAsked: true, refused: () => this.say('Colleague.notHandedOver', person.name) });
  }

  // To the Agent on the sealed channel, so that it forgets them whatever the Relay does; then to the Relay.
  private async sendAway(person: SessionPerson): Promise<void> {
    if (person.state === 'in') {
      person.viewers.forEach(viewer => this.command({ kind: 'sendAway', viewer }, {}));
    }

    await this.link.sendAway(person.account).catch(() => this.say('Colleague.notSentAway', person.name));
  }

  private say(key: string, ...values: readonly string[]): void {
    write(element('colleague-said'), key === '' ? '' : this.text.say(key, ...values));
  }
}
