/** An element that the page is known to have. */
export function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) {
    throw new Error(`The page has no element called ${id}.`);
  }

  return found;
}

/** A canvas that the page is known to have. */
export function canvas(id: string): HTMLCanvasElement {
  const found = element(id);
  if (!(found instanceof HTMLCanvasElement)) {
    throw new Error(`${id} is no canvas.`);
  }

  return found;
}

/** Writes only what is new: an unchanged live region stays silent. */
export function write(target: Element, words: string): void {
  if (target.textContent !== words) {
    target.textContent = words;
  }
}

/** Shows on a button of the strip how what it stands for is with the customer. `rests`: pressing it does nothing now. */
export function showReadiness(button: HTMLElement, readiness: string, rests: boolean, title: string, words: string): void {
  button.dataset['readiness'] = readiness;
  button.setAttribute('aria-disabled', String(rests));
  button.title = title;
  write(button.querySelector('span')!, words);
}
