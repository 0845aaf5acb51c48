import type { Paper, SaveAnswer } from './paper';

// The largest body that a browser sends on after its page is gone.
const KEPT_ALIVE_BYTES = 60_000;

// A Relay that does not answer must not hold the next save up for ever.
const PATIENCE_MS = 20_000;

/** Sends to the Relay with the proof that this page is ours. */
export class Post {
  constructor(private readonly proof: string) {}

  json(path: string, body: unknown): Promise<Response> {
    return this.send(path, JSON.stringify(body), 'application/json');
  }

  png(path: string, picture: Blob): Promise<Response> {
    return this.send(path, picture, 'image/png');
  }

  async paper(path: string, basedOn: number, body: string): Promise<SaveAnswer> {
    const answer = await this.json(path, { basedOn, body });
    switch (answer.status) {
      case 200:
        return { kind: 'saved', paper: await answer.json() as Paper };
      case 409:
        return { kind: 'overtaken', paper: await answer.json() as Paper };
      case 400:
      case 403:
      case 404:
      case 413:
        return { kind: 'refused' };
      default:
        return { kind: 'failed' };
    }
  }

  private send(path: string, body: string | Blob, type: string): Promise<Response> {
    const size = typeof body === 'string' ? body.length * 3 : body.size;
    return fetch(path, {
      method: 'POST',
      body,
      headers: { 'Content-Type': type, RequestVerificationToken: this.proof },
      credentials: 'same-origin',
      redirect: 'error',
      keepalive: size < KEPT_ALIVE_BYTES,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  }
}
