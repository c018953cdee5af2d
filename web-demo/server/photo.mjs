// A customer's photo for the demo: a plate in four pieces on a table, painted pixel by pixel and packed as PNG.

import { deflateSync } from 'node:zlib';

const size = 480;

export function brokenPlate() {
  const rows = Buffer.alloc(size * (1 + size * 3));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [r, g, b] = colour(x / size, y / size);
      const at = y * (1 + size * 3) + 1 + x * 3;
      rows[at] = r;
      rows[at + 1] = g;
      rows[at + 2] = b;
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** The pieces: where each lies, and which quarter of the plate it is. */
const pieces = [
  { dx: -0.035, dy: -0.03, turn: -0.05, from: -Math.PI, to: -Math.PI / 2 - 0.25 },
  { dx: 0.03, dy: -0.045, turn: 0.07, from: -Math.PI / 2 - 0.25, to: 0.35 },
  { dx: 0.055, dy: 0.04, turn: 0.12, from: 0.35, to: Math.PI / 2 + 0.3 },
  { dx: -0.045, dy: 0.05, turn: -0.1, from: Math.PI / 2 + 0.3, to: Math.PI },
];

function colour(x, y) {
  const grain = 10 * Math.sin(y * 90 + 3 * Math.sin(x * 9)) + 6 * Math.sin(y * 33 + x * 4);
  const light = 1.08 - 0.35 * Math.hypot(x - 0.3, y - 0.2);
  for (const { dx, dy, turn, from, to } of pieces) {
    const px = x - 0.5 - dx;
    const py = y - 0.52 - dy;
    const ax = px * Math.cos(turn) - py * Math.sin(turn);
    const ay = px * Math.sin(turn) + py * Math.cos(turn);
    const radius = Math.hypot(ax, ay);
    const jag = 0.05 * Math.sin(radius * 55) + 0.03 * Math.sin(radius * 140);
    const angle = Math.atan2(ay, ax) + jag;
    if (radius > 0.34 || angle < from || angle > to) continue;
    const rim =
      radius > 0.325 ? [196, 124, 86] : radius > 0.235 && radius < 0.245 ? [206, 196, 178] : [240, 232, 218];
    const shade = light * (radius > 0.24 ? 0.97 : 1.02);
    return rim.map((c) => Math.max(0, Math.min(255, Math.round(c * shade))));
  }
  const shadow = pieces.some(({ dx, dy }) => Math.hypot(x - 0.515 - dx, y - 0.54 - dy) < 0.345) ? 0.78 : 1;
  return [150 + grain, 103 + grain * 0.8, 68 + grain * 0.6].map((c) =>
    Math.max(0, Math.min(255, Math.round(c * light * shadow))),
  );
}

const table = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function crc32(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = table[(c ^ byte) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
