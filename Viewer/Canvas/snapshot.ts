import type { Rect } from './wire/rect';

/** What a snapshot is made of, all in pixels of the picture. */
export interface SnapshotParts {
  readonly screen: CanvasImageSource;
  readonly width: number;
  readonly height: number;
  /** What this page has drawn and the picture does not show yet. */
  readonly marks: CanvasImageSource;
  readonly masks: readonly Rect[];
  readonly maskWords: string;
}

/** A PNG of the picture as it is seen: with what is drawn on it, and flat, labelled places where the customer's windows are. */
export async function takeSnapshot(parts: SnapshotParts): Promise<Blob> {
  const canvas = new OffscreenCanvas(parts.width, parts.height);
  const to = canvas.getContext('2d');
  if (!to) {
    throw new Error('This browser gives no canvas for a snapshot.');
  }

  to.drawImage(parts.screen, 0, 0);
  to.drawImage(parts.marks, 0, 0, parts.width, parts.height);
  parts.masks.forEach(mask => paintMask(to, mask, parts.maskWords));
  return canvas.convertToBlob({ type: 'image/png' });
}

function paintMask(to: OffscreenCanvasRenderingContext2D, { x, y, width, height }: Rect, words: string): void {
  to.fillStyle = '#ffffff';
  to.fillRect(x, y, width, height);
  to.strokeStyle = '#6f7c7b';
  to.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  to.save();
  to.beginPath();
  to.rect(x, y, width, height);
  to.clip();
  to.fillStyle = '#1c2526';
  to.font = '14px system-ui, sans-serif';
  to.textAlign = 'center';
  to.textBaseline = 'middle';
  to.fillText(words, x + width / 2, y + height / 2, width - 8);
  to.restore();
}
