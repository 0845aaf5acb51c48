/** What a customer can allow, each apart, in the order of its numbers on the wire. */
export const SCOPES = ['view', 'control', 'drawing', 'clipboard', 'files', 'diagnostics', 'recording'] as const;

export type Scope = (typeof SCOPES)[number];
