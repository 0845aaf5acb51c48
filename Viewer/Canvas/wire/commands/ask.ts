import { SCOPES, type Scope } from '../../scope';
import type { Reader } from '../reader';
import type { Writer } from '../writer';

/** May I do this as well? The customer is asked. `u8 2, u8 scope` */
export interface Ask {
  readonly kind: 'ask';
  readonly scope: Scope;
}

export function writeAsk(to: Writer, { scope }: Ask): void {
  to.byte(SCOPES.indexOf(scope));
}

export function readAsk(from: Reader): Ask | null {
  const scope = SCOPES[from.byte()];
  return scope ? { kind: 'ask', scope } : null;
}
