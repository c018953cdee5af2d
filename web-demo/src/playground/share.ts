// What stands in the playground, as part of an address: nothing of it is sent to any server.

export interface Shared {
  readonly policy: string;
  readonly order: string;
  readonly now: string;
  readonly locale: string;
}

const most = 1_000_000;
const members = ['policy', 'order', 'now', 'locale'] as const;

async function through(
  bytes: BlobPart,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const chunks: BlobPart[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    // A short address can unfold into a very long text.
    if (size > most) throw new RangeError('too much for one address');
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** `#s=…`: JSON, deflated, in base64url. */
export async function toFragment(shared: Shared): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(shared));
  const packed = await through(text, new CompressionStream('deflate-raw'));
  let binary = '';
  for (const byte of packed) binary += String.fromCharCode(byte);
  return `#s=${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}

/** What an address says; undefined when it says nothing that can be read. */
export async function fromFragment(fragment: string): Promise<Shared | undefined> {
  const packed = /^#s=([\w-]+)$/.exec(fragment)?.[1];
  if (!packed) return undefined;
  try {
    const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const text = await through(bytes, new DecompressionStream('deflate-raw'));
    const value = JSON.parse(new TextDecoder().decode(text)) as Record<string, unknown>;
    return members.every((name) => typeof value?.[name] === 'string')
      ? (value as unknown as Shared)
      : undefined;
  } catch {
    return undefined;
  }
}
