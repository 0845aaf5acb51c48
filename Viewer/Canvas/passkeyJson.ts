// WebAuthn's options and answers as JSON (Web Authentication Level 3, 5.1.8 and 5.1.9): bytes are base64url. Browsers have this
// built in only since 2024 and 2025.

type Json = Readonly<Record<string, unknown>>;

/** Bytes as base64url, without padding. */
export function toBase64Url(bytes: ArrayBuffer): string {
  let text = '';
  for (const byte of new Uint8Array(bytes)) {
    text += String.fromCharCode(byte);
  }

  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** The bytes of base64url, with or without padding. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt(0));
}

/** What the Relay wants a passkey made for. */
export function creationOptions(json: Json): PublicKeyCredentialCreationOptions {
  const user = json['user'] as Json;
  return {
    ...json,
    challenge: fromBase64Url(json['challenge'] as string),
    user: { ...user, id: fromBase64Url(user['id'] as string) },
    excludeCredentials: credentials(json['excludeCredentials']),
  } as unknown as PublicKeyCredentialCreationOptions;
}

/** Which passkey the Relay asks for. */
export function requestOptions(json: Json): PublicKeyCredentialRequestOptions {
  return {
    ...json,
    challenge: fromBase64Url(json['challenge'] as string),
    allowCredentials: credentials(json['allowCredentials']),
  } as unknown as PublicKeyCredentialRequestOptions;
}

/** The browser's answer to either. */
export function credentialJson(credential: PublicKeyCredential): string {
  const given = credential.response;
  const response: Record<string, unknown> = { clientDataJSON: toBase64Url(given.clientDataJSON) };
  if ('attestationObject' in given) {
    const made = given as AuthenticatorAttestationResponse;
    response['attestationObject'] = toBase64Url(made.attestationObject);
    response['transports'] = made.getTransports?.() ?? [];
  } else {
    const signed = given as AuthenticatorAssertionResponse;
    response['authenticatorData'] = toBase64Url(signed.authenticatorData);
    response['signature'] = toBase64Url(signed.signature);
    response['userHandle'] = signed.userHandle ? toBase64Url(signed.userHandle) : null;
  }

  return JSON.stringify({
    id: credential.id,
    rawId: toBase64Url(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

function credentials(list: unknown): PublicKeyCredentialDescriptor[] {
  return ((list ?? []) as Json[]).map(one => ({ ...one, id: fromBase64Url(one['id'] as string) }) as unknown as PublicKeyCredentialDescriptor);
}
