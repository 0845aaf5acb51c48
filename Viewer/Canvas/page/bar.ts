import type { LineWord } from '../lineWord';
import type { ComparisonWords } from '../sealing/words';
import type { Link } from '../session';
import { minutesAndSeconds, type RelayClock, type SessionStatus } from '../status';
import type { Texts } from '../text';
import { element, write } from './elements';
import { showWords } from './words';

/** The slim bar at the top: state in words, timer, who is connected, figures, comparison words. */
export class Bar {
  private readonly state = element('state');
  private readonly timer = element('timer');
  private readonly customerConnected = element('customer-connected');
  private readonly viewers = element('viewers');
  private readonly line = element('line');
  private readonly delay = element('delay');

  constructor(private readonly text: Texts, private readonly customer: string) {}

  show(status: SessionStatus, link: Link, allowsView: boolean, words: ComparisonWords | null): void {
    const lost = link === 'lost' || status.comeBackUntil !== null;
    this.state.dataset['state'] = status.state;
    this.state.dataset['lost'] = String(lost);
    const state = status.state === 'live' && !allowsView ? 'notAllowed' : status.state;
    write(this.state, this.text.say(lost ? 'State.lost' : `State.${state}`, this.customer));
    this.customerConnected.dataset['connected'] = String(status.customerConnected);
    write(this.customerConnected, this.text.say(status.customerConnected ? 'People.customer' : 'People.noCustomer'));
    write(this.viewers, this.text.say('People.viewers', status.viewers));
    showWords(element('bar-words'), words);
  }

  showEnded(): void {
    this.state.dataset['state'] = 'ended';
    write(this.state, this.text.say('State.ended'));
    this.customerConnected.hidden = true;
    this.viewers.hidden = true;
    showWords(element('bar-words'), null);
  }

  /** `delay`: of the picture, ms; null where that is not known yet. */
  tick(status: SessionStatus, clock: RelayClock, delay: number | null, line: LineWord): void {
    write(this.timer, status.since ? minutesAndSeconds(-clock.until(status.since, Date.now())) : '');
    this.line.dataset['line'] = line;
    write(this.line, this.text.say(`Line.${line}`));
    write(this.delay, delay === null ? this.text.say('Bar.delayUnknown') : this.text.say('Bar.delay', Math.round(delay)));
  }
}
