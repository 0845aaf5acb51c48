import type { Rect } from './wire/rect';

/** Says over each flat rectangle why nothing is seen there. The Agent painted it; this only labels it. */
export class MaskLabels {
  private masks: readonly Rect[] = [];
  private scale = 1;

  constructor(private readonly layer: HTMLElement, private readonly words: string) {}

  /** The rectangles that are labelled now. */
  get shown(): readonly Rect[] {
    return this.masks;
  }

  show(masks: readonly Rect[]): void {
    this.masks = masks;
    this.layer.replaceChildren(...masks.map(() => this.label()));
    this.apply();
  }

  /** CSS pixels for each pixel of the monitor. */
  scaleTo(scale: number): void {
    this.scale = scale;
    this.apply();
  }

  private label(): HTMLElement {
    const label = this.layer.ownerDocument.createElement('div');
    const words = this.layer.ownerDocument.createElement('span');
    label.className = 'mask';
    label.title = this.words;
    words.textContent = this.words;
    label.append(words);
    return label;
  }

  private apply(): void {
    this.masks.forEach((mask, i) => {
      const label = this.layer.children[i];
      if (label instanceof HTMLElement) {
        label.style.left = `${mask.x * this.scale}px`;
        label.style.top = `${mask.y * this.scale}px`;
        label.style.width = `${mask.width * this.scale}px`;
        label.style.height = `${mask.height * this.scale}px`;
      }
    });
  }
}
