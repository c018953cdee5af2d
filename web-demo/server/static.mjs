// Serves the built pages. Only names that were there when the server started are served, so no path leads anywhere else.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.map': 'application/json',
  '.wasm': 'application/wasm',
  '.webm': 'video/webm',
  '.mp4': 'video/mp4',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};
const squeezable = new Set(['.html', '.js', '.css', '.svg', '.json', '.map', '.wasm']);

function read(root) {
  const files = new Map();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const name = `/${relative(root, path).split(sep).join('/')}`;
    const bytes = readFileSync(path);
    const extension = extname(name);
    files.set(name, {
      bytes,
      zipped: squeezable.has(extension) ? gzipSync(bytes) : undefined,
      type: types[extension] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    });
  }
  return files;
}

/** Gives a function from path and request to a response, or undefined when there is no such file. */
export function staticFiles(root) {
  const files = read(root);
  return (name, request) => {
    const file = files.get(name);
    if (!file) return undefined;
    const { bytes, zipped, type, etag } = file;
    // Names of bundles hold a hash of their contents and never change; all else is asked for again.
    const cache = /-[A-Z0-9]{8}\.\w+(\.map)?$/.test(name)
      ? 'public, max-age=31536000, immutable'
      : 'no-cache';
    const headers = { 'content-type': type, etag, 'cache-control': cache, vary: 'accept-encoding' };
    if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
    const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('range') ?? '');
    if (range && !zipped) return slice(bytes, range, headers);
    if (!zipped) headers['accept-ranges'] = 'bytes';
    const squeeze = zipped && /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
    if (squeeze) headers['content-encoding'] = 'gzip';
    return new Response(request.method === 'HEAD' ? null : squeeze ? zipped : bytes, { headers });
  };
}

function slice(bytes, [, from, to], headers) {
  const last = bytes.length - 1;
  const start = from === '' ? Math.max(0, bytes.length - Number(to)) : Number(from);
  const end = from === '' || to === '' ? last : Math.min(last, Number(to));
  if (start > end)
    return new Response(null, { status: 416, headers: { 'content-range': `bytes */${bytes.length}` } });
  return new Response(bytes.subarray(start, end + 1), {
    status: 206,
    headers: {
      ...headers,
      'accept-ranges': 'bytes',
      'content-range': `bytes ${start}-${end}/${bytes.length}`,
    },
  });
}
