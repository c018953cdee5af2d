/** Moves the sheet with the pointer; where it is let go decides what becomes of it. */
export function dragSheet(
  down: PointerEvent,
  frame: HTMLElement,
  room: HTMLElement,
  done: (became: 'half' | 'full' | 'closed') => void,
): void {
  if (down.button !== 0) return;
  const handle = down.currentTarget as HTMLElement;
  const from = frame.getBoundingClientRect().height;
  const whole = room.getBoundingClientRect().height;
  let height = from;
  let moved = false;
  handle.setPointerCapture(down.pointerId);
  const move = (event: PointerEvent): void => {
    height = from + down.clientY - event.clientY;
    moved ||= Math.abs(height - from) > 6;
    if (moved) frame.style.blockSize = `${Math.max(80, Math.min(height, whole))}px`;
  };
  const up = (): void => {
    handle.removeEventListener('pointermove', move);
    frame.style.blockSize = '';
    if (moved) done(height < whole * 0.35 ? 'closed' : height > whole * 0.78 ? 'full' : 'half');
  };
  handle.addEventListener('pointermove', move);
  handle.addEventListener('lostpointercapture', up, { once: true });
}

/** What has the focus, through every shadow root. */
export function deepActive(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}
