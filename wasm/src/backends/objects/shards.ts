/** Which of `count` shards a text belongs to: FNV-1a over its UTF-8, which every language can repeat. */
export function shardOf(text: string, count: number): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash % count;
}
