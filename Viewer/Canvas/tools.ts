import type { Asking, Readiness } from './asking';
import type { Scope } from './scope';

export const TOOLS = ['look', 'point', 'draw', 'control'] as const;

/** What the technician's pointer does over the picture. */
export type Tool = (typeof TOOLS)[number];

/** What the customer must have allowed for it. */
export const NEEDS: Readonly<Record<Tool, Scope>> = { look: 'view', point: 'drawing', draw: 'drawing', control: 'control' };

/** Which tool is in the hand. Where the customer has not allowed it, choosing it asks them. */
export class Tools {
  private inHand: Tool = 'look';

  constructor(private readonly asking: Asking, private readonly onChange: () => void) {}

  get chosen(): Tool {
    return this.inHand;
  }

  readiness(tool: Tool): Readiness {
    return tool === 'look' ? 'ready' : this.asking.readiness(NEEDS[tool]);
  }

  choose(tool: Tool): void {
    if (this.readiness(tool) === 'ready') {
      this.inHand = tool;
      this.onChange();
    } else {
      this.asking.ask(NEEDS[tool]);
    }
  }

  /** The grant is another: a tool that was taken back is put down. */
  take(): void {
    if (this.readiness(this.inHand) !== 'ready') {
      this.inHand = 'look';
    }
  }
}
