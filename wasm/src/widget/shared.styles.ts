import { css, unsafeCSS } from 'lit';

/** The dark values, used twice: where the system is dark, and where the host says `theme="dark"`. */
const dark = unsafeCSS(`
  --_bg: var(--as-dark-background, #14171b);
  --_soft: var(--as-dark-surface, #1d2127);
  --_text: var(--as-dark-text, #eef1f4);
  --_quiet: #aab3be;
  --_line: #363d47;
  --_edge: #818b98;
  --_accent: var(--as-dark-accent, var(--as-accent, #7ea2ff));
  --_ink: color-mix(in oklab, var(--_accent) 60%, #fff);
  --_tint: color-mix(in oklab, var(--_accent) 15%, var(--_bg));
  --_on: var(--as-dark-on-accent, var(--as-on-accent, #0c1118));
  --_good: #86dcab; --_good-soft: #14301f;
  --_warn: #f3c773; --_warn-soft: #33270f;
  --_bad: #ffa39c; --_bad-soft: #3b1a19;
  --_shade: 0 -8px 32px rgb(0 0 0 / 0.5);
  color-scheme: dark;
`);

/** Colours, type and the few controls that all elements share. Nothing leaks in or out. */
export const shared = css`
  :host {
    --_bg: var(--as-background, #fff);
    --_soft: var(--as-surface, #f5f6f8);
    --_text: var(--as-text, #171a1f);
    --_quiet: #565e69;
    --_line: #dfe3e8;
    --_edge: #858d99;
    --_accent: var(--as-accent, #2350d8);
    --_ink: color-mix(in oklab, var(--_accent) 85%, #000);
    --_tint: color-mix(in oklab, var(--_accent) 7%, var(--_bg));
    --_on: var(--as-on-accent, #fff);
    --_good: #0a6638; --_good-soft: #e5f4eb;
    --_warn: #774800; --_warn-soft: #fdf1dc;
    --_bad: #a11c17; --_bad-soft: #fdeceb;
    --_radius: var(--as-radius, 12px);
    --_small: calc(var(--_radius) * 2 / 3);
    --_shade: 0 -8px 32px rgb(16 24 40 / 0.18);
    --_move: 170ms cubic-bezier(0.2, 0, 0, 1);
    color-scheme: light;
    color: var(--_text);
    font: 400 1rem/1.5 var(--as-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif);
    font-size: var(--as-font-size, 16px);
    text-align: start;
    -webkit-text-size-adjust: 100%;
    -webkit-tap-highlight-color: transparent;
  }
  @media (prefers-color-scheme: dark) {
    :host(:not([theme='light'])) { ${dark} }
  }
  :host([theme='dark']) { ${dark} }
  /* The accent is the shop's: what is written on it is black or white, whichever reads better. */
  @supports (color: oklch(from red l c h)) {
    :host { --_on: var(--as-on-accent, oklch(from var(--_accent) clamp(0, (0.6 - l) * 1000, 1) 0 0)); }
  }
  :host([hidden]) { display: none; }
  *, *::before, *::after { box-sizing: border-box; }

  h2, h3, h4, p, ul, ol, dl, dd, figure, fieldset { margin: 0; padding: 0; }
  ul, ol { list-style: none; }
  fieldset { border: 0; min-inline-size: 0; }
  legend { padding: 0; }
  h2 { font-size: 1.375rem; line-height: 1.25; font-weight: 600; letter-spacing: -0.01em; text-wrap: balance; }
  h3, legend.h3 { font-size: 1rem; line-height: 1.35; font-weight: 600; }
  a { color: var(--_ink); text-underline-offset: 0.15em; }
  strong { font-weight: 600; }
  svg { display: block; flex: none; inline-size: 20px; block-size: 20px; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
  [dir='rtl'] .mirror { transform: scaleX(-1); }
  img { display: block; }

  .sr { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .quiet { color: var(--_quiet); }
  .small { font-size: 0.875rem; line-height: 1.45; }
  .money { font-variant-numeric: tabular-nums; white-space: nowrap; }
  .words { overflow-wrap: anywhere; }

  :focus { outline: none; }
  :focus-visible { outline: 3px solid var(--_ink); outline-offset: 2px; border-radius: var(--_small); }
  h2:focus-visible { outline: none; }

  button { font: inherit; color: inherit; cursor: pointer; background: none; border: 0; padding: 0; text-align: inherit; touch-action: manipulation; }
  button[disabled], button[aria-disabled='true'] { cursor: default; opacity: 0.55; }
  .primary, .secondary {
    display: flex; align-items: center; justify-content: center; gap: 8px; text-align: center;
    min-block-size: 52px; padding: 8px 20px; border-radius: var(--_radius); font-weight: 600; text-decoration: none;
  }
  .primary { inline-size: 100%; background: var(--_accent); color: var(--_on); transition: filter var(--_move); }
  .primary:hover { filter: brightness(1.06); }
  .primary:focus-visible { outline-offset: 3px; border-radius: var(--_radius); }
  .secondary { min-block-size: 44px; border: 1px solid var(--_edge); background: var(--_bg); color: var(--_text); padding: 8px 16px; }
  .secondary:hover { background: var(--_soft); }
  .link { display: inline-flex; align-items: center; gap: 4px; min-block-size: 44px; color: var(--_ink); font-weight: 600; text-decoration: none; }
  .link:hover { text-decoration: underline; text-underline-offset: 0.2em; }
  .icon { display: grid; place-items: center; inline-size: 44px; block-size: 44px; border-radius: 50%; }
  .icon:hover { background: var(--_soft); }
  .icon:focus-visible { border-radius: 50%; outline-offset: -2px; }

  .chip {
    display: inline-flex; align-items: center; gap: 4px; max-inline-size: 100%; padding: 3px 10px; border-radius: 13px;
    font-size: 0.8125rem; line-height: 1.4; font-weight: 600; background: var(--_soft); color: var(--_quiet); overflow-wrap: anywhere;
  }
  .chip svg { inline-size: 14px; block-size: 14px; stroke-width: 2.5; }
  .chip.good { background: var(--_good-soft); color: var(--_good); }
  .chip.warn { background: var(--_warn-soft); color: var(--_warn); }
  .chip.ask { background: var(--_tint); color: var(--_ink); }

  .note { display: flex; gap: 10px; padding: 12px; border-radius: var(--_small); background: var(--_soft); font-size: 0.9375rem; line-height: 1.45; }
  .note.warn { background: var(--_warn-soft); color: var(--_warn); }
  .note.bad { background: var(--_bad-soft); color: var(--_bad); }
  .note.good { background: var(--_good-soft); color: var(--_good); }
  .note a { color: inherit; }

  .promise { display: flex; gap: 8px; padding: 10px 12px; border-radius: var(--_small); background: var(--_tint); }
  .promise svg { color: var(--_ink); }
  .promise > span { min-inline-size: 0; }
  .promise q { display: block; color: var(--_quiet); }

  .rows { display: grid; grid-template-columns: 1fr auto; row-gap: 4px; }
  .rows dd { text-align: end; padding-inline-start: 16px; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .rows dt { overflow-wrap: anywhere; }
  .rows .sum { font-weight: 600; border-block-start: 1px solid var(--_line); padding-block-start: 8px; margin-block-start: 4px; }
  .rows .part { grid-column: 1 / -1; font-weight: 600; margin-block-start: 8px; }
  .rows .part:first-child { margin-block-start: 0; }
  .rows .quiet { font-size: 0.875rem; }

  @media (prefers-reduced-motion: reduce) {
    *, *::before, *::after { transition-duration: 0.01ms !important; animation-duration: 0.01ms !important; animation-iteration-count: 1 !important; }
  }
  @media (forced-colors: active) {
    .primary, .chip, .note, .promise { border: 1px solid; }
    .primary { forced-color-adjust: none; background: ButtonText; color: ButtonFace; }
    .primary:focus-visible { outline-color: Highlight; }
    :focus-visible { outline-color: Highlight; }
  }
`;
