// Where a server's refund and our quote differ, and why. A difference that is not written down here fails, and so does one that
// is gone. `theirs` and `ours` are minor units; docs/settlement-servers.md says which reason means what, and who is right.

export const differences = {
  medusa: {
    'plain: withdrawal': { theirs: 7463, ours: 7953, why: 'delivery' },
    'five-off: a part': { theirs: 1883, ours: 1882, why: 'parts' },
    'net-plain: withdrawal': { theirs: 8587, ours: 9085, why: 'delivery' },
    'net-ten-percent: a part': { theirs: 2965, ours: 2964, why: 'parts' },
    'net-five-off: a part': { theirs: 1387, ours: 1388, why: 'parts' },
    'dollars: a part': { theirs: 1994, ours: 1993, why: 'parts' },
    'dollars-line: everything': { theirs: 8582, ours: 8583, why: 'total' },
    'dollars-line: the rest': { theirs: 6605, ours: 6606, why: 'total' },
    'yen-net-five: a part': { theirs: 3949, ours: 3948, why: 'parts' },
  },
  vendure: {
    'five-off: everything': { theirs: 8089, ours: 8087, why: 'unit price' },
    'five-off: with delivery': { theirs: 'refused', ours: 8577, why: 'unit price' },
    'five-off: a part': { theirs: 1883, ours: 1882, why: 'parts' },
    'five-off: the rest': { theirs: 6206, ours: 6205, why: 'unit price' },
    'line-discount: everything': { theirs: 13188, ours: 13189, why: 'unit price' },
    'line-discount: with delivery': { theirs: 13678, ours: 13679, why: 'unit price' },
    'line-discount: the rest': { theirs: 9790, ours: 9791, why: 'unit price' },
    'net-five-off: everything': { theirs: 10534, ours: 10530, why: 'unit price' },
    'net-five-off: with delivery': { theirs: 'refused', ours: 11028, why: 'unit price' },
    'net-five-off: the rest': { theirs: 9146, ours: 9142, why: 'unit price' },
    'dollars: everything': { theirs: 6703, ours: 6702, why: 'unit price' },
    'dollars: with delivery': { theirs: 'refused', ours: 7350, why: 'unit price' },
    'dollars: a part': { theirs: 1994, ours: 1993, why: 'parts' },
    'dollars-line: everything': { theirs: 8583, ours: 8582, why: 'unit price' },
    'dollars-line: with delivery': { theirs: 'refused', ours: 9230, why: 'unit price' },
    'dollars-line: the rest': { theirs: 6606, ours: 6605, why: 'unit price' },
  },
};
