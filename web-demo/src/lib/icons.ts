import { type SVGTemplateResult, svg } from 'lit';

const icon = (path: SVGTemplateResult) =>
  svg`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${path}</svg>`;

export const icons = {
  box: icon(svg`<path d="M12 3l8 4.500v9L12 21l-8-4.500v-9zM4 7.500l8 4.500 8-4.500M12 12v9"/>`),
  truck: icon(
    svg`<path d="M3 6h11v10H3zM14 10h4l3 3v3h-7zM7 18.500a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3zM17 18.500a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3z"/>`,
  ),
  check: icon(svg`<path d="M5 12.500l4.500 4.500L19 7.500"/>`),
  clock: icon(svg`<path d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2"/>`),
  back: icon(svg`<path d="M15 5l-7 7 7 7"/>`),
  next: icon(svg`<path d="M9 5l7 7-7 7"/>`),
  close: icon(svg`<path d="M6 6l12 12M18 6L6 18"/>`),
  loop: icon(
    svg`<path d="M4 12a8 8 0 0 1 13.700-5.600L20 8.500M20 4v4.500h-4.500M20 12a8 8 0 0 1-13.700 5.600L4 15.500M4 20v-4.500h4.500"/>`,
  ),
  offline: icon(
    svg`<path d="M3 3l18 18M8.500 16a5 5 0 0 1 7 0M5 12.500a10 10 0 0 1 4-2.400M12 6c3 0 5.800 1 8 3M15 10.700c1.500.4 2.800 1 4 1.800M12 19.500h.01M4 9a12 12 0 0 1 3-2"/>`,
  ),
  eye: icon(
    svg`<path d="M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z"/>`,
  ),
  heart: icon(
    svg`<path d="M12 20s-7.500-4.600-7.500-10A4.300 4.300 0 0 1 12 7.300 4.300 4.300 0 0 1 19.500 10c0 5.400-7.500 10-7.500 10z"/>`,
  ),
  camera: icon(
    svg`<path d="M4 8h3.500L9 5.500h6L16.500 8H20v11H4zM12 16.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6z"/>`,
  ),
  send: icon(svg`<path d="M5 12h13M13 6l6 6-6 6"/>`),
  person: icon(
    svg`<path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20.500c.8-3.800 3.800-6 7.500-6s6.700 2.200 7.500 6"/>`,
  ),
  search: icon(svg`<path d="M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.500 4.500"/>`),
  link: icon(
    svg`<path d="M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.700-5.700L12 7M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.700 5.700L12 17"/>`,
  ),
  warning: icon(svg`<path d="M12 4l9 16H3zM12 10v4.500M12 17.500h.01"/>`),
  file: icon(svg`<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>`),
  keyboard: icon(svg`<path d="M3 7h18v10H3zM7 11h.01M11 11h.01M15 11h.01M8 14h8"/>`),
  coins: icon(svg`<path d="M9 12a5 5 0 1 0 0-.01M13.500 9.200A5 5 0 1 1 12 17.500"/>`),
  shield: icon(svg`<path d="M12 3l7 3v5c0 4.500-3 8-7 10-4-2-7-5.500-7-10V6zM9 12l2.200 2.200L15 10"/>`),
  pin: icon(svg`<path d="M9 4h6l-1 6 3 3H7l3-3zM12 13v7"/>`),
  live: icon(
    svg`<path d="M12 13.500a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3zM8.500 15.500a5 5 0 0 1 0-7M15.500 8.500a5 5 0 0 1 0 7M5.500 18.500a9.200 9.200 0 0 1 0-13M18.500 5.500a9.200 9.200 0 0 1 0 13"/>`,
  ),
  play: icon(svg`<path d="M8 5l11 7-11 7z"/>`),
  pause: icon(svg`<path d="M8 5v14M16 5v14"/>`),
};
