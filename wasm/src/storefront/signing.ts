// What storefronts sign with, by WebCrypto. MD5 is not among it, so the two that know nothing else get it from Node.

const encoder = new TextEncoder();

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);
export const hex = (bytes: ArrayBuffer | Uint8Array): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
export const base64 = (bytes: ArrayBuffer | Uint8Array): string =>
  btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(''));
/** Of either alphabet; throws at anything else. */
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));

export async function hmac(secret: string, text: string | Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const key = await crypto.subtle.importKey(
    'raw',
    bytesOf(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  return crypto.subtle.sign('HMAC', key, typeof text === 'string' ? bytesOf(text) : text);
}

export const digest = (algorithm: 'SHA-1' | 'SHA-256', text: string): Promise<ArrayBuffer> =>
  crypto.subtle.digest(algorithm, bytesOf(text));

export async function md5(text: string): Promise<string> {
  const { createHash } = await import('node:crypto');
  return createHash('md5').update(text).digest('hex');
}

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function same(a: string, b: string): boolean {
  const x = bytesOf(a);
  const y = bytesOf(b);
  let differ = x.length ^ y.length;
  for (let i = 0; i < x.length; i++) differ |= (x[i] ?? 0) ^ (y[i % (y.length || 1)] ?? 0);
  return differ === 0;
}

/** "key1value1key2value2", by the names' bytes; what is empty is left out. */
export const joined = (params: Readonly<Record<string, string>>, between = '', separator = ''): string =>
  Object.keys(params)
    .sort()
    .map((name) => `${name}${between}${params[name]}`)
    .join(separator);
