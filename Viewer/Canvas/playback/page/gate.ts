import { element, write } from '../../page/elements';
import type { Texts } from '../../text';
import type { SourceFault } from '../source';

/** Why no picture is to be seen. */
export type GateState = 'reading' | 'locked' | 'noKey' | 'failed' | 'notYours' | 'blank' | SourceFault;

/** What lies over the picture while there is none: why, and what can be done. */
export class Gate {
  private state: GateState | null = 'reading';

  constructor(private readonly text: Texts, onRetry: () => void) {
    element('retry').addEventListener('click', onRetry);
  }

  /** Null where the picture is seen. */
  show(state: GateState | null): void {
    if (state === this.state) {
      return;
    }

    this.state = state;
    const gate = element('gate');
    gate.hidden = state === null;
    gate.dataset['state'] = state ?? '';
    element('retry').hidden = state !== 'failed';
    element('to-account').hidden = state !== 'noKey';
    if (state) {
      write(element('gate-words'), this.text.say(`Playback.Gate.${state}`));
    }
  }
}
