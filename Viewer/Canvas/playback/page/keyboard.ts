import { SPEEDS } from '../player';

/** What keys do. */
export interface KeyedPlayer {
  toggle(): void;
  /** ms from where it is. */
  move(by: number): void;
  /** To the beginning or the end. */
  jump(toEnd: boolean): void;
  setSpeed(speed: number): void;
  readonly speed: number;
}

const STEP_MS = 5000;
const LONG_STEP_MS = 60_000;

/** The player's keys, wherever the keyboard is on the page but in what has a use of its own for them. */
export function keyboardFor(player: KeyedPlayer): (event: KeyboardEvent) => void {
  return event => {
    const at = event.target as Element | null;
    const tag = at?.tagName ?? '';
    const isSlider = at instanceof HTMLInputElement && at.type === 'range';
    if (event.ctrlKey || event.altKey || event.metaKey || tag === 'SELECT' || tag === 'TEXTAREA' || at?.closest('dialog')
      || (tag === 'INPUT' && !isSlider) || (event.key === ' ' && (tag === 'BUTTON' || tag === 'A' || tag === 'SUMMARY'))) {
      return;
    }

    if (act(player, event)) {
      event.preventDefault();
    }
  };
}

function act(player: KeyedPlayer, { key, shiftKey }: KeyboardEvent): boolean {
  switch (key) {
    case ' ':
      player.toggle();
      return true;
    case 'ArrowLeft':
    case 'ArrowRight':
      player.move((key === 'ArrowLeft' ? -1 : 1) * (shiftKey ? LONG_STEP_MS : STEP_MS));
      return true;
    case 'Home':
    case 'End':
      player.jump(key === 'End');
      return true;
    case '<':
    case '>': {
      const next = SPEEDS[SPEEDS.findIndex(speed => speed === player.speed) + (key === '<' ? -1 : 1)];
      if (next) {
        player.setSpeed(next);
      }

      return true;
    }
    default:
      return false;
  }
}
