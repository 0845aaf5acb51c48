import type { Drawing, Style } from '../annotate/drawing';
import { PALETTE, widthOf } from '../annotate/palette';
import type { MarkTool } from '../wire/commands/mark';
import { element } from './elements';

/** What the pen is just now: its kind, its colour, and whether what it draws fades. */
export class DrawOptions {
  private tool: MarkTool = 'pen';
  private colour = 0;
  private fades = false;

  constructor(private readonly drawing: Drawing) {
    each('pens', button => this.pick(button.dataset['pen'] as MarkTool));
    each('colours', button => {
      this.colour = PALETTE.findIndex(({ name }) => name === button.dataset['colour']);
      this.show();
    });
    element('fades').addEventListener('click', () => {
      this.fades = !this.fades;
      this.show();
    });
    element('undo').addEventListener('click', () => drawing.undo());
    element('clear').addEventListener('click', () => drawing.clear());
    this.show();
  }

  /** How something is drawn on a picture of this height, by the pen or, to point, by the laser. */
  style(height: number, tool: MarkTool = this.tool): Style {
    return { tool, colour: this.colour, width: widthOf(tool, height), fades: this.fades || tool === 'laser' };
  }

  show(): void {
    press('pens', button => button.dataset['pen'] === this.tool);
    press('colours', button => button.dataset['colour'] === PALETTE[this.colour]!.name);
    element('fades').setAttribute('aria-pressed', String(this.fades));
    element('undo').toggleAttribute('disabled', !this.drawing.canUndo);
  }

  private pick(tool: MarkTool): void {
    this.tool = tool;
    this.show();
  }
}

function each(group: string, act: (button: HTMLElement) => void): void {
  element(group).querySelectorAll('button').forEach(button => button.addEventListener('click', () => act(button)));
}

function press(group: string, is: (button: HTMLElement) => boolean): void {
  element(group).querySelectorAll('button').forEach(button => button.setAttribute('aria-pressed', String(is(button))));
}
