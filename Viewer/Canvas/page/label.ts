import type { Style } from '../annotate/drawing';
import type { MarkPoint } from '../wire/commands/mark';

/** A line to type in, at the place of the picture where its words shall stand. */
export class Label {
  private begun: { readonly style: Style; readonly at: MarkPoint } | null = null;

  constructor(
    private readonly input: HTMLInputElement,
    stage: HTMLElement,
    private readonly put: (style: Style, at: MarkPoint, words: string) => void,
  ) {
    input.addEventListener('keydown', event => {
      if (event.key === 'Enter' && !event.isComposing) {
        this.finish();
        stage.focus({ preventScroll: true });
      } else if (event.key === 'Escape') {
        this.cancel();
        stage.focus({ preventScroll: true });
      }
    });
    input.addEventListener('blur', () => this.finish());
  }

  begin(style: Style, at: MarkPoint, size: { readonly width: number; readonly height: number }): void {
    this.finish();
    this.begun = { style, at };
    this.input.value = '';
    this.input.hidden = false;

    // All of it is seen, also beside the edges.
    this.input.style.left = `max(0px, min(${(at.x / size.width) * 100}%, 100% - ${this.input.offsetWidth}px))`;
    this.input.style.top = `min(${(at.y / size.height) * 100}%, 100% - ${this.input.offsetHeight}px)`;

    // Not before the click that began it is over: it would take the focus away again.
    setTimeout(() => this.input.focus({ preventScroll: true }));
  }

  cancel(): void {
    this.begun = null;
    this.input.hidden = true;
  }

  private finish(): void {
    const { begun } = this;
    const words = this.input.value.trim();
    this.cancel();
    if (begun && words.length > 0) {
      this.put(begun.style, begun.at, words);
    }
  }
}
