const encoder = new TextEncoder();

export const toBase64 = (bytes: ArrayBuffer | Uint8Array): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));

export const hmacKey = (secret: string | Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  crypto.subtle.importKey(
    'raw',
    typeof secret === 'string' ? encoder.encode(secret) : secret,
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign', 'verify'],
  );

export const sign = async (key: Promise<CryptoKey>, text: string): Promise<ArrayBuffer> =>
  crypto.subtle.sign('HMAC', await key, encoder.encode(text));

export interface Sealer {
  seal(claims: object): Promise<string>;
  /** The claims of a text that this secret has sealed; undefined for any other. */
  open(text: string): Promise<Record<string, unknown> | undefined>;
}

/** Claims that travel in the open and cannot be altered. `use` keeps what is sealed for one thing from serving another. */
export function createSealer(secret: string, use: string): Sealer {
  const key = hmacKey(secret);
  return {
    async seal(claims) {
      const body = toBase64(encoder.encode(JSON.stringify(claims)));
      return `${body}.${toBase64(await sign(key, use + body))}`;
    },
    async open(text) {
      try {
        const [body = '', signature = '', ...more] = text.split('.');
        if (more.length) return undefined;
        const valid = await crypto.subtle.verify(
          'HMAC',
          await key,
          fromBase64(signature),
          encoder.encode(use + body),
        );
        return valid ? JSON.parse(new TextDecoder().decode(fromBase64(body))) : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
