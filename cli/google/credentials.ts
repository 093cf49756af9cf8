/** Whoever asks Google for something. */
export interface Credentials {
  /** The headers that each request carries: the access token, and the project that pays where one is named. */
  headers(): Promise<Record<string, string>>;
}

/** An access token that is at hand; it is not renewed. */
export function bearer(token: string, quotaProject?: string): Credentials {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(quotaProject !== undefined && { "x-goog-user-project": quotaProject }),
  };
  return { headers: () => Promise.resolve(headers) };
}
