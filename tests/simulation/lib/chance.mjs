// Chance that is the same every time: one stream for each thing that is left to it, all out of one seed.

/** sfc32, seeded through splitmix32. */
export function chance(seed, stream = 0) {
  let s = (Math.imul(seed | 0, 0x9e3779b9) ^ Math.imul(stream + 1, 0x85ebca6b)) | 0;
  const split = () => {
    s = (s + 0x9e3779b9) | 0;
    let z = s ^ (s >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let [a, b, c, d] = [split(), split(), split(), 1];
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return {
    next,
    /** An integer from 0 up to, but not including, `n`. */
    below: (n) => Math.floor((next() / 2 ** 32) * n),
    /** An integer from `a` to `b`. */
    between: (from, to) => from + Math.floor((next() / 2 ** 32) * (to - from + 1)),
    /** Whether something of that probability happens. */
    hit: (p) => p > 0 && next() / 2 ** 32 < p,
    pick: (list) => list[Math.floor((next() / 2 ** 32) * list.length)],
    bytes(count) {
      const out = new Uint8Array(count);
      for (let i = 0; i < count; i++) out[i] = next() & 255;
      return out;
    },
  };
}
