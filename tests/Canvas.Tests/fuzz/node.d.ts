// As much of Node as the fuzzer needs.
declare module 'node:fs' {
  export function mkdirSync(path: string, options: { recursive: boolean }): void;
  export function readFileSync(path: URL): Uint8Array;
  export function readdirSync(path: URL, options: { recursive: boolean }): string[];
  export function writeFileSync(path: string, data: string | Uint8Array): void;
}

declare module 'node:path' {
  export function join(...parts: string[]): string;
}

declare module 'node:process' {
  export const argv: readonly string[];
  export const env: Readonly<Record<string, string | undefined>>;
  export function exit(code: number): never;
  export function memoryUsage(): { readonly heapUsed: number; readonly external: number };
}
