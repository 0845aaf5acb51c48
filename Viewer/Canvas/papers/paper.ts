/** What a technician writes beside the log, as the Relay keeps it. Version 0: nobody has written on it. */
export interface Paper {
  readonly version: number;
  readonly body: string;
  /** Who saved it last. */
  readonly by: string | null;
}

/** What became of a save. */
export type SaveAnswer =
  | { readonly kind: 'saved'; readonly paper: Paper }
  /** Somebody else saved meanwhile: this is the paper now, and nothing was overwritten. */
  | { readonly kind: 'overtaken'; readonly paper: Paper }
  /** It is too long, or nobody may save it here: trying again would not help. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'failed' };

/** How one paper becomes one again after two have written on it: `base` is what both began with. */
export type Merge = (base: string, mine: string, theirs: Paper) => string;
