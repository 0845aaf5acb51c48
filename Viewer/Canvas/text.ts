/** The texts of this page in its language, as the Relay put them into the page. */
export class Texts {
  private readonly texts: Readonly<Record<string, string>>;

  constructor(json: string) {
    this.texts = JSON.parse(json) as Record<string, string>;
  }

  /** A text with its places `{0}`, `{1}` … filled in. A key without a text is a bug and throws. */
  say(key: string, ...values: readonly (string | number)[]): string {
    const text = this.texts[key];
    if (text === undefined) {
      throw new Error(`No text is called ${key}.`);
    }

    return text.replace(/\{(\d)\}/g, (place, i: string) => String(values[Number(i)] ?? place));
  }

  has(key: string): boolean {
    return this.texts[key] !== undefined;
  }
}
