import { createReadStream } from 'node:fs';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { UsageError } from './args.js';

// Bytes that are not UTF-8 are an error.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** How a FILE is called in a message. */
export const fileName = (file: string): string => (file === '-' ? 'standard input' : file);

/** The text of a FILE. */
export async function readText(file: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of chunksOf(file)) chunks.push(chunk);
  return decode(withoutMark(Buffer.concat(chunks)), file);
}

/** The lines of a FILE that are not blank. */
export async function* readLines(file: string): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let first = true;
  const line = (end: Buffer): string => {
    const bytes = Buffer.concat([...parts, end]);
    const text = decode(first ? withoutMark(bytes) : bytes, file);
    parts = [];
    first = false;
    return text.replace(/\r$/, '');
  };
  for await (const chunk of chunksOf(file)) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const text = line(chunk.subarray(start, end));
      if (!isBlank(text)) yield text;
      start = end + 1;
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
  }
  const last = line(Buffer.alloc(0));
  if (!isBlank(last)) yield last;
}

const withoutMark = (bytes: Buffer): Buffer =>
  bytes.subarray(0, 3).equals(byteOrderMark) ? bytes.subarray(3) : bytes;

const isBlank = (text: string): boolean => /^[ \t\r]*$/.test(text);

async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  const stream: Readable = file === '-' ? process.stdin : createReadStream(file);
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch {
    throw new UsageError(`cannot read ${fileName(file)}`);
  }
}

function decode(bytes: Buffer, file: string): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new UsageError(`${fileName(file)} is not UTF-8`);
  }
}
