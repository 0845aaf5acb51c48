/** The Keyboard Lock API (WICG), which Chromium has and others have not. */
interface KeyboardLock {
  lock(): Promise<void>;
  unlock(): void;
}

/**
 * In full screen, while the technician controls, this page gets keys that are otherwise the system's or the browser's:
 * Alt+Tab, the Windows key, Escape.
 */
export class SystemKeys {
  private readonly keyboard = (navigator as { keyboard?: KeyboardLock }).keyboard;
  private wanted = false;

  constructor() {
    document.addEventListener('fullscreenchange', () => this.apply());
  }

  /** Whether they are the customer's from now on. */
  take(wanted: boolean): void {
    if (wanted !== this.wanted) {
      this.wanted = wanted;
      this.apply();
    }
  }

  private apply(): void {
    if (this.wanted && document.fullscreenElement) {
      // Where it is not allowed the keys stay the system's, and the menu of combinations is left.
      this.keyboard?.lock().catch(() => undefined);
    } else {
      this.keyboard?.unlock();
    }
  }
}
