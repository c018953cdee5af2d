import { css } from 'lit';

export const styles = css`
  :host { display: block; container: wizard / inline-size; scroll-margin-block-start: var(--as-scroll-margin, 0); }
  :host([layout='panel']) { block-size: 100%; min-block-size: 320px; }
  /* The host of a sheet is only the room in which it stands: what lies behind stays usable. */
  :host([layout='sheet']) {
    position: var(--as-sheet-position, fixed); inset: 0; z-index: var(--as-sheet-layer, 1000); pointer-events: none; container: wizard / size;
  }
  :host([layout='sheet']:not([opened])) { display: none; }

  .frame { background: var(--_bg); color: var(--_text); }
  form { display: flex; flex-direction: column; min-block-size: 0; block-size: 100%; }
  .inner { inline-size: 100%; max-inline-size: 720px; margin-inline: auto; padding-inline: 16px; }
  .body { flex: 1; }
  .body > .inner { padding-block: 4px 8px; display: flow-root; }

  :host([layout='panel']) .frame, :host([layout='sheet']) .frame { block-size: 100%; display: flex; flex-direction: column; overflow: hidden; }
  :host([layout='panel']) form, :host([layout='sheet']) form { flex: 1; }
  :host([layout='panel']) .body, :host([layout='sheet']) .body { overflow: auto; overscroll-behavior: contain; min-block-size: 0; scroll-padding-block: 16px; }

  :host([layout='sheet']) .frame {
    position: absolute; inset-inline: 0; inset-block-end: 0; pointer-events: auto; block-size: 60%; max-block-size: 100%;
    border-start-start-radius: 20px; border-start-end-radius: 20px; box-shadow: var(--_shade); transition: block-size var(--_move); animation: rise 190ms cubic-bezier(0.2, 0, 0, 1);
  }
  :host([layout='sheet']) .frame.full { block-size: calc(100% - 24px); }
  :host([layout='sheet']) h2 { font-size: 1.1875rem; }
  :host([layout='sheet']) .head { margin-block-end: 12px; }
  :host([layout='sheet']) .head > p { display: none; }
  :host([layout='sheet']) .deadline { padding-block: 6px; min-block-size: 56px; }
  :host([layout='sheet']) .progress { justify-items: start; text-align: start; flex: 1; padding-inline-start: 8px; }
  @keyframes rise { from { translate: 0 40%; opacity: 0.4; } }
  .grip { flex: none; display: grid; place-items: center; touch-action: none; cursor: grab; block-size: 20px; margin-block-end: -8px; }
  .grip span { inline-size: 40px; block-size: 5px; border-radius: 3px; background: var(--_edge); }
  @container wizard (min-width: 640px) {
    :host([layout='sheet']) .frame, :host([layout='sheet']) .frame.full {
      inset-block: 0; inset-inline: auto 0; inline-size: min(440px, 50%); block-size: 100%; border-radius: 0; border-inline-start: 1px solid var(--_line); animation-name: slide;
    }
    :host([layout='sheet']) .grip, :host([layout='sheet']) .size { display: none; }
  }
  @keyframes slide { from { translate: 24px 0; opacity: 0.4; } }

  header { flex: none; display: flex; align-items: center; justify-content: space-between; gap: 8px; padding: 4px 8px; inline-size: 100%; max-inline-size: 736px; margin-inline: auto; }
  .icon-space { inline-size: 44px; block-size: 44px; flex: none; }
  header .icon { flex: none; }
  .progress { flex: 1; min-block-size: 44px; align-content: center; display: grid; justify-items: center; gap: 6px; min-inline-size: 0; text-align: center; }
  .track { display: flex; gap: 4px; inline-size: min(200px, 40cqi); }
  .track i { flex: 1; block-size: 4px; border-radius: 2px; background: var(--_line); transition: background-color var(--_move); }
  .track i.on { background: var(--_accent); }

  .head { display: grid; gap: 4px; margin-block: 4px 16px; }
  .stack { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
  .body .note { margin-block-end: 12px; }
  .note svg { margin-block-start: 1px; }
  .note .grow { flex: 1; }
  .note ul { display: grid; gap: 4px; margin-block-start: 4px; }
  .note .bullets { list-style: disc; padding-inline-start: 18px; }
  .errors a { display: inline-block; padding-block: 4px; font-weight: 600; }
  .inline { color: inherit; text-decoration: underline; text-underline-offset: 0.2em; font-weight: 600; padding-block: 2px; min-block-size: 24px; }
  .help { margin-block: 16px 4px; }

  .deadline { display: flex; gap: 10px; padding: 10px 12px; border-radius: var(--_small); background: var(--_soft); margin-block-end: 12px; min-block-size: 64px; align-items: center; line-height: 1.4; }
  .deadline .small { display: block; color: var(--_quiet); }
  .search { display: block; margin-block-end: 12px; }
  input[type='search'], input[type='date'], input[type='text'], input[type='email'], input[inputmode], textarea {
    inline-size: 100%; min-block-size: 48px; padding: 11px 14px; font: inherit; font-size: max(16px, 1em); color: inherit; background: var(--_bg);
    border: 1px solid var(--_edge); border-radius: var(--_small);
  }
  input[type='date'] { inline-size: auto; min-inline-size: 180px; max-inline-size: 100%; }
  textarea { resize: vertical; line-height: 1.5; display: block; }
  ::placeholder { color: var(--_quiet); opacity: 1; }
  input[type='checkbox'], input[type='radio'] { accent-color: var(--_accent); inline-size: 24px; block-size: 24px; margin: 0; flex: none; cursor: pointer; }

  .rows-list { display: grid; gap: 10px; grid-template-columns: minmax(0, 1fr); }
  .row { display: flex; align-items: center; gap: 12px; inline-size: 100%; min-block-size: 64px; padding: 10px 16px; text-align: start; border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_bg); transition: border-color var(--_move), background-color var(--_move); }
  .row:hover { border-color: var(--_edge); background: var(--_soft); }
  .row[aria-current] { border-color: var(--_accent); box-shadow: inset 0 0 0 1px var(--_accent); background: var(--_tint); }
  .row .what { flex: 1; }
  .row > svg { color: var(--_quiet); flex: none; }
  .pictures { display: flex; }
  .pictures .picture { inline-size: 48px; block-size: 48px; box-shadow: 0 0 0 2px var(--_bg); }
  .pictures .picture + .picture { margin-inline-start: -16px; }
  .sizes .group { display: flex; flex-wrap: wrap; gap: 8px; }
  .sizes .radio { inline-size: auto; padding: 8px 14px; border: 1px solid var(--_edge); border-radius: var(--_small); }
  .swap { margin-block-end: 12px; }
  .amount-input { display: flex; align-items: center; gap: 10px; max-inline-size: 220px; }

  .items { display: grid; gap: 10px; grid-template-columns: minmax(0, 1fr); }
  .apart { margin-block: 8px 10px; }
  .item, .ask { border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_bg); transition: border-color var(--_move), background-color var(--_move), box-shadow var(--_move); }
  .item { position: relative; overflow: clip; }
  .long .item { content-visibility: auto; contain-intrinsic-size: auto 120px; }
  .item .pick { padding-inline-start: 88px; padding-block-end: 8px; }
  .item .picture { position: absolute; inset-block-start: 12px; inset-inline-start: 12px; }
  .chosen { border-color: var(--_accent); box-shadow: inset 0 0 0 1px var(--_accent); background: var(--_tint); }
  .pick { display: flex; gap: 12px; align-items: flex-start; inline-size: 100%; padding: 12px; cursor: pointer; }
  div.pick, li.pick { cursor: default; }
  button.pick { align-items: center; }
  button.pick > svg { margin-inline-start: auto; }
  .pick > input { margin-block-start: 2px; margin-inline-start: auto; }
  .picture { position: relative; flex: none; inline-size: 64px; block-size: 64px; border-radius: var(--_small); background: var(--_soft); overflow: hidden; display: grid; place-items: center; }
  .picture img { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; object-fit: cover; }
  .picture .letter { font-size: 1.375rem; font-weight: 600; color: var(--_quiet); text-transform: uppercase; }
  .what { display: grid; gap: 4px; justify-items: start; min-inline-size: 0; }
  .title { font-weight: 600; line-height: 1.35; }
  .item .title { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
  .under { display: flex; flex-wrap: wrap; align-items: center; gap: 0 12px; padding-inline: 88px 12px; padding-block-end: 4px; min-block-size: 48px; }
  .under .link { font-size: 0.875rem; margin-inline-end: auto; }
  .under .stepper { flex-basis: 100%; }
  .under svg { inline-size: 16px; block-size: 16px; }
  .stepper { display: inline-flex; align-items: center; gap: 2px; margin-inline-start: -10px; }
  .stepper .icon { color: var(--_ink); }
  .stepper .icon:hover { background: var(--_bg); }
  .stepper output { min-inline-size: 2ch; text-align: center; font-weight: 600; font-variant-numeric: tabular-nums; }
  .stepper > .small { margin-inline-start: 2px; }
  .details { padding: 4px 12px 14px; display: grid; gap: 12px; }
  .details[hidden] { display: none; }
  .next-best { padding: 0 12px 12px; padding-inline-start: 88px; }
  .item .promise { margin: 0 12px 12px; background: var(--_soft); }
  .item.chosen .promise { background: var(--_bg); }
  .bare { padding: 0; background: none; }
  .findings { display: grid; gap: 10px; font-size: 0.9375rem; line-height: 1.45; }
  .findings li { display: flex; gap: 10px; }
  .findings li > div { min-inline-size: 0; overflow-wrap: anywhere; }
  .mark { flex: none; display: grid; place-items: center; inline-size: 24px; block-size: 24px; border-radius: 50%; background: var(--_soft); color: var(--_quiet); }
  .mark svg { inline-size: 14px; block-size: 14px; stroke-width: 2.25; }
  .mark.good { background: var(--_good-soft); color: var(--_good); }
  .mark.bad { background: var(--_bad-soft); color: var(--_bad); }
  .mark.warn { background: var(--_warn-soft); color: var(--_warn); }
  .mark.ask { background: var(--_tint); color: var(--_ink); }
  .facts { display: grid; gap: 0 12px; }
  .facts dt { color: var(--_quiet); }
  .facts.big dd { font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; }
  .changes { display: grid; gap: 8px; justify-items: start; }
  .strong { font-weight: 600; margin-block-end: -4px; }
  .meta { display: flex; flex-wrap: wrap; column-gap: 0.4em; }
  .meta > * + *::before { content: '· '; }
  .meta .variant { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }

  .fields { padding: 4px 16px 20px; display: grid; gap: 24px; grid-template-columns: minmax(0, 1fr); }
  .fields[hidden] { display: none; }
  .field { display: grid; gap: 8px; }
  .field > legend, .field > .h3 { font-weight: 600; line-height: 1.35; }
  fieldset.field > legend { margin-block-end: 8px; }
  .error { color: var(--_bad); font-weight: 600; }
  .groups { display: grid; gap: 12px 24px; }
  .hint { display: block; }
  .refusal { display: grid; gap: 12px; justify-items: start; padding: 14px; border-radius: var(--_small); background: var(--_soft); }
  .notices > div { display: grid; gap: 4px; justify-items: start; }
  .notices .mark { background: none; }
  .group-name { font-weight: 600; margin-block-end: 2px; }
  .radio, .check { display: flex; align-items: center; gap: 12px; min-block-size: 44px; padding-block: 8px; cursor: pointer; line-height: 1.4; }
  .check { align-items: flex-start; }
  .pair { display: grid; grid-template-columns: repeat(2, minmax(0, 160px)); gap: 8px; }
  .pair .radio { border: 1px solid var(--_edge); border-radius: var(--_small); padding-inline: 14px; min-block-size: 48px; background: var(--_bg); }
  .pair .radio:has(:checked) { border-color: var(--_accent); box-shadow: inset 0 0 0 1px var(--_accent); background: var(--_tint); }
  .buttons { display: flex; flex-wrap: wrap; gap: 8px; }
  .file { position: relative; cursor: pointer; }
  .file:focus-within { outline: 3px solid var(--_ink); outline-offset: 2px; }
  .touch { display: none; }
  @media (pointer: coarse) { .touch { display: flex; } }
  .photos { display: flex; flex-wrap: wrap; gap: 12px; }
  .photos li { position: relative; inline-size: 88px; block-size: 88px; }
  .photos img { inline-size: 100%; block-size: 100%; object-fit: cover; border-radius: var(--_small); border: 1px solid var(--_line); }
  .photos.mini { gap: 6px; }
  .photos.mini img { inline-size: 44px; block-size: 44px; }
  .remove { position: absolute; inset-block-start: -12px; inset-inline-end: -12px; }
  .remove svg { box-sizing: content-box; padding: 4px; border-radius: 50%; background: var(--_text); color: var(--_bg); inline-size: 16px; block-size: 16px; stroke-width: 2.25; }
  .icon.remove:hover { background: none; }

  .cards { display: grid; gap: 10px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 150px), 1fr)); }
  .cards.rows-of { grid-template-columns: minmax(0, 1fr); }
  .cards:not(.rows-of) .card { padding-inline: 12px; }
  .cards:not(.rows-of) .card-head { gap: 8px; font-size: 0.9375rem; }
  .card { position: relative; display: flex; flex-direction: column; gap: 6px; padding: 14px; border: 1px solid var(--_edge); border-radius: var(--_radius); cursor: pointer; background: var(--_bg); transition: border-color var(--_move), background-color var(--_move); }
  .card:hover { background: var(--_soft); }
  .card.chosen { background: var(--_tint); }
  .card:has(:focus-visible), .item:has(.pick > input:focus-visible), .pair .radio:has(:focus-visible) { outline: 3px solid var(--_ink); outline-offset: 2px; }
  .card input:focus-visible, .item .pick > input:focus-visible, .pair input:focus-visible { outline: none; }
  .card-head { display: flex; align-items: flex-start; gap: 10px; }
  .card-head .cost { margin-inline-start: auto; padding-inline-start: 8px; }
  .cost.good { color: var(--_good); }
  .amount { font-size: 1.375rem; line-height: 1.2; font-weight: 600; letter-spacing: -0.01em; white-space: normal; overflow-wrap: anywhere; }
  .with-icon { display: flex; gap: 6px; align-items: flex-start; color: var(--_quiet); }
  .with-icon svg { inline-size: 16px; block-size: 16px; margin-block-start: 2px; }
  .badge { margin-block-start: auto; align-self: flex-start; }
  .card.chosen .badge { background: var(--_bg); }
  .made-up { margin-block-start: 16px; border: 1px solid var(--_line); border-radius: var(--_radius); }
  .made-up summary { display: flex; align-items: center; justify-content: space-between; gap: 8px; min-block-size: 48px; padding: 8px 14px; cursor: pointer; font-weight: 600; list-style: none; }
  .made-up summary::-webkit-details-marker { display: none; }
  .made-up[open] summary svg { rotate: 180deg; }
  .made-up .rows { padding: 4px 14px 14px; }
  .cards + .field, .made-up + .field { margin-block-start: 20px; }

  .block { display: grid; gap: 6px; padding-block-end: 16px; border-block-end: 1px solid var(--_line); grid-template-columns: minmax(0, 1fr); }
  .stack > .block:last-child { border-block-end: 0; }
  .block-head { display: flex; margin-block: -8px -6px; align-items: center; justify-content: space-between; gap: 12px; }
  .block .pick { padding: 4px 0; }
  .set { display: grid; gap: 16px; }
  .cards + .cards { margin-block-start: 20px; }
  .cards > legend.h3 { margin-block-end: 8px; }
  .of-order { margin-block: 8px 4px; }
  .made-up .of-order { padding-inline: 14px; margin-block-end: 0; }
  .all-orders { margin-block-start: 8px; }
  .rows-list + .secondary { margin-block-start: 8px; }
  .plain { display: grid; gap: 8px; }
  .quote { border-inline-start: 3px solid var(--_line); padding-inline-start: 8px; white-space: pre-line; }

  .bar {
    flex: none; position: sticky; inset-block-end: 0; z-index: 2; background: var(--_bg); border-block-start: 1px solid var(--_line);
    padding-block: 6px calc(12px + env(safe-area-inset-bottom, 0px));
  }
  :host([layout='page']) .bar { background: color-mix(in srgb, var(--_bg) 94%, transparent); backdrop-filter: blur(12px); }
  .bar-row { display: flex; align-items: center; justify-content: space-between; gap: 12px; min-block-size: 30px; margin-block-end: 4px; }
  .bar-row .link { min-block-size: 30px; }
  .bar-row .link svg { inline-size: 16px; block-size: 16px; }
  .lines { max-block-size: min(45cqi, 40vh); overflow: auto; padding-block: 8px 10px; }
  .lines[hidden] { display: none; }
  @container wizard (min-width: 640px) {
    :host([layout='page']) .lines { max-block-size: 40vh; }
    :host(:not([layout='sheet'])) .groups { grid-template-columns: repeat(2, minmax(0, 1fr)); }
    :host(:not([layout='sheet'])) .cards:not(.rows-of) { grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); }
    .body > .inner { padding-block-start: 12px; }
    .picture { inline-size: 72px; block-size: 72px; }
    .under, .next-best, .item .pick { padding-inline-start: 96px; }
  }
  @container wizard (max-width: 359px) {
    .inner { padding-inline: 12px; }
    .picture { inline-size: 48px; block-size: 48px; }
    .under, .next-best, .item .pick { padding-inline-start: 72px; }
    .fields { padding-inline: 12px; }
    .cards:not(.rows-of) { grid-template-columns: minmax(0, 1fr); }
  }
  /* What has the focus is never under the bar. */
  :host([layout='page']) :is(button, input, textarea, summary, a, label) { scroll-margin-block: 16px 140px; }
  /* Very short rooms (a phone held sideways): the bar gives its second row back. */
  @media (max-height: 420px) { .bar-row { min-block-size: 0; } .bar-row .quiet { display: none; } .primary { min-block-size: 44px; } }

  .qr { display: flex; flex-wrap: wrap; align-items: center; gap: 16px; padding: 16px; border: 1px solid var(--_line); border-radius: var(--_radius); }
  .qr svg, .qr-space { inline-size: 168px; block-size: 168px; border-radius: var(--_small); stroke: none; background: #fff; }
  .qr figcaption { display: grid; gap: 4px; font-weight: 600; flex: 1 1 160px; }
  .qr figcaption .small { font-weight: 400; }
  .next { display: grid; gap: 10px; counter-reset: next; }
  .next li { display: flex; gap: 10px; counter-increment: next; }
  .next li::before { content: counter(next); flex: none; display: grid; place-items: center; inline-size: 24px; block-size: 24px; border-radius: 50%; background: var(--_tint); color: var(--_ink); font-size: 0.8125rem; font-weight: 600; }

  .ghost > * { visibility: hidden; }
  .ghost { background: var(--_soft); animation: wait 1.4s ease-in-out infinite alternate; }
  .link.ghost { background: none; }
  .bar-ghost { display: inline-block; inline-size: 180px; max-inline-size: 100%; border-radius: 4px; }
  .bar-ghost.short { inline-size: 90px; }
  @keyframes wait { to { opacity: 0.5; } }

  @media (forced-colors: active) {
    .chosen { outline: 2px solid Highlight; outline-offset: -2px; }
    .track i { border: 1px solid; } .track i.on { background: Highlight; }
      .grip span { background: ButtonText; }
  }
`;
