import type { Painted } from '../paint';
import type { Bytes } from '../sealing/bytes';
import type { Span } from './catalogue';
import type { PlayerState } from './player';
import type { SourceFault } from './source';
import type { Surveyed } from './survey';
import type { Verdict } from './verdict';
import type { WrappedKey } from './format';

/** What the page tells the worker that reads, checks, opens and paints; first of all what to open. */
export type PlaybackWish =
  | { readonly canvas: OffscreenCanvas; readonly address: string; readonly session: string }
  /** What came of unwrapping a content key; null where it was not sealed for this auditor. */
  | { readonly contentKey: number; readonly secret: Bytes | null }
  /** All content keys that are in the file were answered. */
  | { readonly allKeys: true }
  /** The keys are coming: it may begin. */
  | { readonly unlocked: true }
  | { readonly play: boolean }
  | { readonly seek: number }
  | { readonly speed: number }
  | { readonly skipIdle: boolean };

/** What is known of the recording so far. */
export interface Known {
  /** When it began, ms since 1970 by the Relay's clock. */
  readonly begun: number;
  /** The last moment that is known, ms since it began. */
  readonly end: number;
  readonly isWhole: boolean;
  readonly isClosed: boolean;
  /** Bytes of the file that were read, and all of them. */
  readonly read: number;
  readonly size: number;
  readonly spans: readonly Span[];
  readonly viewers: readonly { readonly at: number; readonly count: number }[];
  readonly seekPoints: number;
  readonly verdict: Verdict;
}

/** What the worker answers. */
export type PlaybackAnswer =
  | { readonly known: Known }
  /** Content keys as they were found in the file. */
  | { readonly wrapped: readonly WrappedKey[] }
  | { readonly state: PlayerState }
  /** Seen now; `fresh` where masks and pointer of before do not count any more. */
  | { readonly painted: Painted; readonly fresh: boolean }
  | { readonly surveyed: Surveyed }
  /** It cannot be read, or not on. */
  | { readonly fault: SourceFault };
