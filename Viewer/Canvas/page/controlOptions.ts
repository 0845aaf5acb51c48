import { USAGES } from '../input/usages';
import { element } from './elements';

export interface ControlOptionsHost {
  press(usages: readonly number[]): void;
  type(text: string): void;
}

/** Combinations that this computer or its browser would keep for itself, and a text that is typed as if by hand. */
export class ControlOptions {
  private readonly words = element('type-words') as HTMLTextAreaElement;

  constructor(host: ControlOptionsHost) {
    const combinations = element('combinations');
    combinations.querySelectorAll<HTMLElement>('button[data-keys]').forEach(button => button.addEventListener('click', () => {
      combinations.hidePopover();
      host.press(button.dataset['keys']!.split(' ').map(code => USAGES.get(code)!));
    }));

    element('type-form').addEventListener('submit', event => {
      event.preventDefault();
      const text = this.words.value;
      element('typing').hidePopover();
      this.words.value = '';
      host.type(text);
    });
  }

  show(chosen: boolean, controls: boolean): void {
    element('control-options').hidden = !chosen;
    element('combinations-button').toggleAttribute('disabled', !controls);
    element('typing-button').toggleAttribute('disabled', !controls);
    if (!controls) {
      element('combinations').hidePopover();
      element('typing').hidePopover();
    }
  }
}
