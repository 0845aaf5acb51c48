import type { Figures } from '../figures';
import type { Texts } from '../text';
import { noCounts, traceKinds, type Traced } from '../trace';
import { element, write } from './elements';

/** What the panel tells beside the counts of each kind. */
export interface TraceFacts {
  /** How often the picture was compared with what the Agent has, and how often it was another. */
  readonly compared: number;
  readonly differing: number;
  /** Envelopes that led to no picture. */
  readonly lost: number;
  /** From this page to the Agent and back, ms; null where it is not known. */
  readonly roundTrip: number | null;
  /** Commands of this page that the Agent has not done yet. */
  readonly waiting: number;
}

/** How the picture comes, in figures: pieces and data of each kind since the panel was opened, checks, and speed. */
export class TracePanel {
  private readonly panel = element('trace-panel');
  private counts = noCounts();

  constructor(private readonly text: Texts) {
    const rows = traceKinds.map(kind => {
      const row = document.createElement('tr');
      row.dataset['kind'] = kind;
      const name = document.createElement('th');
      name.scope = 'row';
      name.textContent = text.say(`Trace.${kind}`);
      row.append(name, ...[1, 2, 3].map(() => document.createElement('td')));
      return row;
    });
    element('trace-kinds').replaceChildren(...rows);
  }

  show(on: boolean): void {
    this.panel.hidden = !on;
    this.counts = noCounts();
  }

  add({ counts }: Traced): void {
    for (const kind of traceKinds) {
      this.counts[kind].areas += counts[kind].areas;
      this.counts[kind].bytes += counts[kind].bytes;
    }
  }

  tick(facts: TraceFacts, figures: Figures): void {
    if (this.panel.hidden) {
      return;
    }

    const all = traceKinds.reduce((sum, kind) => sum + this.counts[kind].bytes, 0);
    for (const row of element('trace-kinds').querySelectorAll('tr')) {
      const { areas, bytes } = this.counts[traceKinds[row.rowIndex - 1]!];
      write(row.cells[1]!, String(areas));
      write(row.cells[2]!, bytes === 0 ? '–' : kilobytes(bytes));
      write(row.cells[3]!, all === 0 ? '–' : `${Math.round(100 * bytes / all)} %`);
    }

    const now = performance.now();
    const delay = figures.delay();
    write(element('trace-compared'), String(facts.compared));
    write(element('trace-differing'), String(facts.differing));
    this.panel.dataset['differs'] = String(facts.differing > 0);
    write(element('trace-lost'), String(facts.lost));
    write(element('trace-bytes'), kilobytes(figures.bytesPerSecond(now)));
    write(element('trace-rate'), String(Math.round(figures.rate(now))));
    const ms = (value: number | null): string => value === null ? '–' : this.text.say('Trace.ms', Math.round(value));
    write(element('trace-delay'), ms(delay));
    write(element('trace-round-trip'), ms(facts.roundTrip));
    write(element('trace-waiting'), String(facts.waiting));
    write(element('trace-all'), megabytes(figures.bytes));
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
