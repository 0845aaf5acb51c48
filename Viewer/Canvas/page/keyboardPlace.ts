/** Where the keyboard was before something was opened. It goes back there, unless it has left what was opened by then. */
export class KeyboardPlace {
  private before: HTMLElement | null = null;

  /** `otherwise`: where it goes if it was nowhere, or that place is gone. */
  constructor(private readonly opened: HTMLElement, private readonly otherwise: () => HTMLElement) {}

  /** It is about to be opened. */
  remember(): void {
    const { activeElement } = document;
    this.before = activeElement instanceof HTMLElement && activeElement !== document.body ? activeElement : null;
  }

  /** It is about to be closed. */
  goBack(): void {
    if (this.opened.contains(document.activeElement)) {
      this.before?.focus({ preventScroll: true });
      if (document.activeElement !== this.before) {
        this.otherwise().focus();
      }
    }
  }
}
