/** The entries of the session beside the picture: each goes to its moment, and the last one before the moment is marked. */
export class EntryList {
  private readonly entries: { readonly button: HTMLButtonElement; readonly at: number }[];
  private current: HTMLButtonElement | null = null;
  private begun: number | null = null;

  /** `onSeek`: ms since the recording began; may lie before it. */
  constructor(list: HTMLElement, onSeek: (at: number) => void) {
    this.entries = [...list.querySelectorAll<HTMLButtonElement>('button[data-at]')].map(button => ({ button, at: Number(button.dataset['at']) }));
    this.entries.forEach(({ button, at }) => button.addEventListener('click', () => this.begun !== null && onSeek(at - this.begun)));
  }

  /** When the recording began, ms since 1970. */
  begin(begun: number): void {
    this.begun = begun;
  }

  move(position: number): void {
    const { begun } = this;
    const now = begun === null ? undefined : this.entries.findLast(({ at }) => at - begun <= position)?.button;
    if (now && now !== this.current) {
      this.current?.removeAttribute('aria-current');
      now.setAttribute('aria-current', 'true');
      this.current = now;

      // Only the list scrolls: whoever reads further down on the page is left where they are.
      const list = now.closest<HTMLElement>('[data-scrolls]');
      if (list && !list.contains(document.activeElement)) {
        list.scrollTop = now.offsetTop - list.clientHeight / 2;
      }
    }
  }
}
