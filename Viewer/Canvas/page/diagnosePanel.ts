import type { Asking } from '../asking';
import type { Fate } from '../commands';
import type { Texts } from '../text';
import type { ViewerCommand } from '../wire/commands/command';
import { writeReport, type ComputerReport, type Fact, type FactKind } from '../wire/report';
import { Writer } from '../wire/writer';
import { element, showReadiness, write } from './elements';

export interface DiagnoseHost {
  send(command: ViewerCommand, fate: Fate): void;
  /** Attaches a report to the case. */
  keep(report: Uint8Array): Promise<void>;
  onChange(): void;
}

/** Facts about the customer's computer: asked for, read once for each press, shown here and kept with the case. */
export class DiagnosePanel {
  private readonly button = element('diagnose-button');
  private readonly panel = element('diagnose-panel');
  private reading = false;

  constructor(
    private readonly text: Texts,
    private readonly customer: string,
    private readonly asking: Asking,
    private readonly host: DiagnoseHost,
  ) {
    this.button.addEventListener('click', () => this.press());
  }

  show(): void {
    const allowed = this.asking.readiness('diagnostics');
    const readiness = allowed === 'ready' && this.reading ? 'reading' : allowed;
    const rests = readiness === 'asked' || readiness === 'reading';
    showReadiness(this.button, readiness, rests, this.text.say(`Diagnose.${readiness}.help`, this.customer), this.text.say(`Diagnose.${readiness}`));
  }

  /** A report has come. */
  take(report: ComputerReport): void {
    this.reading = false;
    const facts = element('diagnose-facts');
    facts.replaceChildren(...groups(report.facts).flatMap(([kind, all]) => this.group(kind, all)));
    const when = new Date(report.taken).toLocaleTimeString(document.documentElement.lang);
    write(element('diagnose-taken'), this.text.say('Diagnose.taken', when));
    this.sayKept('coming', 'Diagnose.keeping');
    this.panel.showPopover();
    this.host.onChange();
    this.host.keep(writeReport(new Writer(), report).written).then(
      () => this.sayKept('yes', 'Diagnose.kept'),
      () => this.sayKept('no', 'Diagnose.notKept'));
  }

  private press(): void {
    if (this.asking.readiness('diagnostics') !== 'ready') {
      this.asking.ask('diagnostics');
    } else if (!this.reading) {
      this.reading = true;
      this.host.send({ kind: 'diagnose' }, {
        isAsked: true,
        refused: () => {
          this.reading = false;
          this.host.onChange();
        },
      });
      this.host.onChange();
    }
  }

  private sayKept(kept: string, key: string): void {
    element('diagnose-kept').dataset['kept'] = kept;
    write(element('diagnose-kept'), this.text.say(key));
  }

  // What the customer's computer calls things is text and nothing else.
  private group(kind: FactKind, facts: readonly Fact[]): HTMLElement[] {
    const heading = document.createElement('h3');
    heading.textContent = this.text.say(`Fact.${kind}`);
    const list = document.createElement('dl');
    for (const { name, value } of facts) {
      list.append(withText('dt', name), withText('dd', value));
    }

    return [heading, list];
  }
}

function groups(facts: readonly Fact[]): [FactKind, readonly Fact[]][] {
  return [...new Set(facts.map(({ kind }) => kind))].map(kind => [kind, facts.filter(fact => fact.kind === kind)]);
}

function withText(tag: 'dt' | 'dd', words: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = words;
  return made;
}
