import { fromBase64, toBase64 } from './seal.js';

/** What signs promises for the platform, and checks such signatures. The core does neither: it carries what was found. */
export interface Signer {
  /** Names the key. */
  readonly key: string;
  readonly algorithm: string;
  sign(text: string): Promise<string>;
  verify(text: string, signature: string): Promise<boolean>;
}

const encoder = new TextEncoder();
const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A pair of keys by WebCrypto. With `jwk`, the private key of an earlier call's `jwk()`; else a new one. */
export async function createSigner(options: {
  key: string;
  jwk?: JsonWebKey;
}): Promise<Signer & { jwk(): Promise<JsonWebKey> }> {
  const { key, jwk } = options;
  const pair = jwk ? await pairOf(jwk) : await crypto.subtle.generateKey(ecdsa, true, ['sign', 'verify']);
  return {
    key,
    algorithm: 'ES256',
    async sign(text) {
      return toBase64(await crypto.subtle.sign(ecdsa, pair.privateKey, encoder.encode(text)));
    },
    async verify(text, signature) {
      try {
        return await crypto.subtle.verify(ecdsa, pair.publicKey, fromBase64(signature), encoder.encode(text));
      } catch {
        return false; // not base64
      }
    },
    jwk: () => crypto.subtle.exportKey('jwk', pair.privateKey),
  };
}

async function pairOf(jwk: JsonWebKey): Promise<CryptoKeyPair> {
  const { d: _secret, key_ops: _uses, ...open } = jwk;
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey('jwk', jwk, ecdsa, true, ['sign']),
    crypto.subtle.importKey('jwk', { ...open, key_ops: ['verify'] }, ecdsa, true, ['verify']),
  ]);
  return { privateKey, publicKey };
}
