import type { MarkTool } from '../wire/commands/mark';

/** The colours of marks by number, each with the rim that keeps it seen on anything; Shared/Annotations/MarkPalette.cs has the same. */
export const PALETTE = [
  { name: 'red', fill: '#e0311f', rim: '#ffffff' },
  { name: 'amber', fill: '#ffb300', rim: '#202020' },
  { name: 'green', fill: '#1e8e3e', rim: '#ffffff' },
  { name: 'blue', fill: '#1a73e8', rim: '#ffffff' },
  { name: 'magenta', fill: '#c2185b', rim: '#ffffff' },
  { name: 'white', fill: '#ffffff', rim: '#202020' },
] as const;

// Of lines in pixels, of text and steps the size of the letters, on a screen of up to 1,080 lines.
const WIDTHS: Readonly<Record<MarkTool, number>> = { pen: 4, arrow: 5, box: 4, highlighter: 22, text: 24, step: 22, laser: 12 };

/** How broad a tool draws on a picture of this height: on a finer screen more pixels are as much to the eye. */
export function widthOf(tool: MarkTool, height: number): number {
  return Math.min(64, Math.round(WIDTHS[tool] * Math.max(1, height / 1080)));
}
