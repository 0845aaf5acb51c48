// JSON in the one form of RFC 8785, with integers only.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The depth that .NET's reader allows. */
const DEEPEST = 64;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes as text; null where they are not well-formed UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** The canonical text; null where the value has none. */
export function canonical(value: Json, depth = 0): string | null {
  if (value === null || typeof value === 'boolean') {
    return String(value);
  }

  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : null;
  }

  if (typeof value === 'string') {
    const written = JSON.stringify(value); // of half a surrogate pair it makes an escape
    return /[\ud800-\udfff]/u.test(value) ? null : written;
  }

  if (depth >= DEEPEST) {
    return null;
  }

  const items: string[] = [];
  if (Array.isArray(value)) {
    for (const item of value) {
      const written = canonical(item, depth + 1);
      if (written === null) {
        return null;
      }

      items.push(written);
    }

    return `[${items.join(',')}]`;
  }

  for (const key of Object.keys(value).sort()) {
    const [name, written] = [canonical(key), canonical(value[key]!, depth + 1)];
    if (name === null || written === null) {
      return null;
    }

    items.push(`${name}:${written}`);
  }

  return `{${items.join(',')}}`;
}

/** Reads text that must be canonical already; undefined where it is not. */
export function readCanonical(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return canonical(value) === text ? value : undefined;
  } catch {
    return undefined; // no JSON, or nested without an end
  }
}

/** A value as an object. */
export const asObject = (value: Json | undefined): Record<string, Json> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;

/** Whether an object has exactly these keys, and perhaps those. */
export function hasKeys(value: Record<string, Json>, keys: readonly string[], perhaps: readonly string[] = []): boolean {
  const own = Object.keys(value);
  return keys.every(key => own.includes(key)) && own.every(key => keys.includes(key) || perhaps.includes(key));
}

/** Base64 in its one form; null where it is not. */
export function unbase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/u.test(text)) {
    return null;
  }

  try {
    const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
    return base64(bytes) === text ? bytes : null; // the last letter may have bits that mean nothing
  } catch {
    return null;
  }
}

export const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));

/** Hexadecimal digits, lower case; null where they are not. */
export const unhex = (text: string): Uint8Array<ArrayBuffer> | null =>
  /^(?:[0-9a-f]{2})*$/u.test(text) ? Uint8Array.from(text.match(/../gu) ?? [], pair => Number.parseInt(pair, 16)) : null;
