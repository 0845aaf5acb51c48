import type { Grant } from '../grant';
import { minutesAndSeconds } from '../status';
import type { Texts } from '../text';
import { TOOLS, type Tools } from '../tools';
import type { Scope } from '../scope';
import { element, showReadiness, write } from './elements';

// What is told at a glance.
const SHOWN: readonly Scope[] = ['view', 'control', 'drawing', 'clipboard', 'files', 'recording'];

/** The strip at the left: which tool is in the hand, which the customer must allow first, and what they allow now. */
export class ToolStrip {
  constructor(private readonly text: Texts, private readonly customer: string, private readonly tools: Tools, private readonly grant: Grant) {
    TOOLS.forEach(tool => element(`tool-${tool}`).addEventListener('click', () => tools.choose(tool)));
  }

  show(controls: boolean): void {
    for (const tool of TOOLS) {
      const button = element(`tool-${tool}`);
      const readiness = this.tools.readiness(tool);
      const help = this.text.say(readiness === 'ready' ? `Tool.${tool}.help` : `Tool.${readiness}.help`, this.customer);
      const words = this.text.say(readiness === 'ready' ? `Tool.${tool}` : `Tool.${tool}.${readiness}`);
      showReadiness(button, readiness, readiness === 'asked', help, words);
      button.setAttribute('aria-pressed', String(tool === this.tools.chosen));
    }

    document.body.dataset['tool'] = this.tools.chosen;
    element('draw-options').hidden = this.tools.chosen !== 'draw';
    element('control-help').hidden = this.tools.chosen !== 'control';
    document.body.dataset['controls'] = String(controls);
    for (const scope of SHOWN) {
      const line = element(`scope-${scope}`);
      const allowed = this.grant.allows(scope);
      line.dataset['allowed'] = String(allowed);
      line.hidden = scope === 'recording' && !allowed; // nothing that a technician asks for by a tool
      write(line.querySelector('small')!, this.text.say(allowed ? 'Allowed.yes' : 'Allowed.no'));
    }
  }

  tick(): void {
    const { left } = this.grant;
    write(element('time-left'), left === null ? '' : this.text.say('Allowed.left', minutesAndSeconds(left)));
  }
}
