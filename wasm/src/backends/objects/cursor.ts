import type { Position } from './ports.js';

/** A cursor over several feeds: a position for each, in their order. */
export const writeCursor = (positions: readonly Position[]): string =>
  positions.map(({ epoch, at }) => `${epoch}-${at}`).join('.');

/** Undefined when it is none over as many feeds. */
export function readCursor(cursor: string, feeds: number): Position[] | undefined {
  const parts = cursor.split('.');
  if (parts.length !== feeds) return undefined;
  const positions = parts.map((part) => {
    const [, epoch = '', at] = /^([0-9a-f]{1,32})-(\d{1,15})$/.exec(part) ?? [];
    return { epoch, at: Number(at) };
  });
  return positions.some(({ epoch }) => epoch === '') ? undefined : positions;
}
