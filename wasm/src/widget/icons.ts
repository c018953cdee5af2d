import { html, svg, type TemplateResult } from 'lit';

const icon = (paths: ReturnType<typeof svg>, mirror = false): TemplateResult =>
  html`<svg class=${mirror ? 'mirror' : ''} viewBox="0 0 20 20" aria-hidden="true">${paths}</svg>`;

export const icons = {
  back: icon(svg`<path d="M12.5 4.5 7 10l5.5 5.5"/>`, true),
  next: icon(svg`<path d="M7.5 4.5 13 10l-5.5 5.5"/>`, true),
  close: icon(svg`<path d="m5 5 10 10M15 5 5 15"/>`),
  down: icon(svg`<path d="m5 7.5 5 5 5-5"/>`),
  up: icon(svg`<path d="m5 12.5 5-5 5 5"/>`),
  check: icon(svg`<path d="m4.5 10.5 3.5 3.5 7.5-8"/>`),
  cross: icon(svg`<path d="m6 6 8 8M14 6l-8 8"/>`),
  info: icon(svg`<circle cx="10" cy="10" r="7.25"/><path d="M10 9.25v4M10 6.5v.01"/>`),
  ask: icon(
    svg`<circle cx="10" cy="10" r="7.25"/><path d="M7.9 7.9a2.1 2.1 0 1 1 3.2 1.8c-.7.4-1.1.8-1.1 1.6M10 13.5v.01"/>`,
  ),
  clock: icon(svg`<circle cx="10" cy="10" r="7.25"/><path d="M10 6v4l2.75 1.75"/>`),
  plus: icon(svg`<path d="M10 4.5v11M4.5 10h11"/>`),
  minus: icon(svg`<path d="M4.5 10h11"/>`),
  camera: icon(svg`<path d="M3 6.5h3L7.25 4.5h5.5L14 6.5h3v9H3z"/><circle cx="10" cy="10.75" r="2.75"/>`),
  box: icon(svg`<path d="m3.5 6.25 6.5-3 6.5 3v7.5l-6.5 3-6.5-3zM3.5 6.25l6.5 3 6.5-3M10 9.25v7.5"/>`),
  offline: icon(
    svg`<path d="M3 3l14 14M6 13.5a3 3 0 0 1 .5-6M8.5 5.3a4.5 4.5 0 0 1 6 3.2 2.75 2.75 0 0 1 1.7 4.6"/>`,
  ),
  live: icon(
    svg`<circle cx="10" cy="10" r="1.75"/><path d="M6.6 13.4a4.8 4.8 0 0 1 0-6.8m6.8 0a4.8 4.8 0 0 1 0 6.8M4 16a8.5 8.5 0 0 1 0-12m12 0a8.5 8.5 0 0 1 0 12"/>`,
  ),
  person: icon(svg`<circle cx="10" cy="7" r="3"/><path d="M4 16.5c.6-3 3-4.5 6-4.5s5.4 1.5 6 4.5"/>`),
} as const;
