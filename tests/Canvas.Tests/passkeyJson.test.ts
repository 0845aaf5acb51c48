import { describe, expect, test } from 'vitest';
import { creationOptions, credentialJson, fromBase64Url, requestOptions, toBase64Url } from '../../Viewer/Canvas/passkeyJson';

const bytes = (...values: number[]): ArrayBuffer => Uint8Array.from(values).buffer;

describe('passkeys as JSON', () => {
  test('bytes come back from base64url, with and without padding', () => {
    for (let length = 0; length < 70; length++) {
      const some = Uint8Array.from({ length }, (_, at) => (at * 37 + 251) & 255);
      expect(fromBase64Url(toBase64Url(some.buffer))).toEqual(some);
      expect(toBase64Url(some.buffer)).toMatch(/^[A-Za-z0-9_-]*$/);
    }

    expect(fromBase64Url('_-8=')).toEqual(Uint8Array.of(255, 239));
    expect(() => fromBase64Url('*')).toThrow();
  });

  test('options keep what is no bytes, and turn what is', () => {
    const made = creationOptions({
      rp: { id: 'relay.example' },
      user: { id: 'AQI', name: 'mei', displayName: 'Mei Lin' },
      challenge: 'AwQ',
      excludeCredentials: [{ type: 'public-key', id: 'BQ', transports: ['usb'] }],
      timeout: 300000,
    });
    expect(made.user).toEqual({ id: Uint8Array.of(1, 2), name: 'mei', displayName: 'Mei Lin' });
    expect(made.excludeCredentials).toEqual([{ type: 'public-key', id: Uint8Array.of(5), transports: ['usb'] }]);
    expect(made.timeout).toBe(300000);
    expect(requestOptions({ rpId: 'relay.example', challenge: 'AwQ' }))
      .toEqual({ rpId: 'relay.example', challenge: Uint8Array.of(3, 4), allowCredentials: [] });
  });

  test('answers say what the browser said', () => {
    const common = { id: 'AQ', rawId: bytes(1), type: 'public-key', authenticatorAttachment: null, getClientExtensionResults: () => ({}) };
    const signed = JSON.parse(credentialJson({
      ...common,
      response: { clientDataJSON: bytes(123), authenticatorData: bytes(2), signature: bytes(3), userHandle: null },
    } as unknown as PublicKeyCredential)) as { response: unknown };
    expect(signed.response).toEqual({ clientDataJSON: 'ew', authenticatorData: 'Ag', signature: 'Aw', userHandle: null });
    const made = JSON.parse(credentialJson({
      ...common,
      response: { clientDataJSON: bytes(123), attestationObject: bytes(4), getTransports: () => ['internal'] },
    } as unknown as PublicKeyCredential)) as { rawId: string; response: unknown };
    expect(made.rawId).toBe('AQ');
    expect(made.response).toEqual({ clientDataJSON: 'ew', attestationObject: 'BA', transports: ['internal'] });
  });
});
