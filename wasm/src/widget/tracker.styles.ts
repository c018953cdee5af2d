import { css } from 'lit';

export const styles = css`
  :host { display: block; container: tracker / inline-size; }
  .frame { max-inline-size: 640px; margin-inline: auto; padding: 16px; background: var(--_bg); display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
  header { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 4px 12px; }
  h3 { margin-block-start: 8px; }
  .status { padding: 16px; border-radius: var(--_radius); background: var(--_soft); display: grid; gap: 2px; min-block-size: 120px; }
  .status.yours { background: var(--_tint); box-shadow: inset 0 0 0 1px var(--_accent); }
  .status > .small { font-weight: 600; color: var(--_quiet); }
  .status.yours > .small { color: var(--_ink); }
  .stage { font-size: 1.375rem; line-height: 1.25; font-weight: 600; }
  .due { display: flex; gap: 8px; align-items: flex-start; margin-block-start: 8px; }
  .due svg { margin-block-start: 2px; }
  .due .small { display: block; color: var(--_quiet); }
  .due.soon strong, .due.soon svg { color: var(--_warn); }
  .actions { display: grid; gap: 12px; }
  .buttons { display: flex; flex-wrap: wrap; gap: 8px; }
  .danger { color: var(--_bad); border-color: currentColor; }
  .ask-form { display: grid; gap: 12px; padding: 16px; border: 1px solid var(--_line); border-radius: var(--_radius); }
  .ask-form label { display: grid; grid-template-columns: auto 1fr; gap: 4px 6px; align-items: baseline; font-weight: 600; }
  .ask-form input, .ask-form textarea {
    grid-column: 1 / -1; inline-size: 100%; min-block-size: 48px; padding: 11px 14px; font: inherit; font-weight: 400; font-size: max(16px, 1em); color: inherit; background: var(--_bg);
    border: 1px solid var(--_edge); border-radius: var(--_small);
  }
  .line { position: relative; }
  .line li { display: flex; gap: 14px; position: relative; padding-block-end: 16px; }
  .line > li:not(:last-child)::before { content: ''; position: absolute; inset-block: 24px 0; inset-inline-start: 11px; inline-size: 2px; background: var(--_line); }
  .line > li.done:not(:last-child)::before { background: var(--_accent); }
  .dot { flex: none; position: relative; display: grid; place-items: center; inline-size: 24px; block-size: 24px; border-radius: 50%; border: 2px solid var(--_edge); background: var(--_bg); }
  .done .dot { background: var(--_accent); border-color: var(--_accent); color: var(--_on); }
  .done .dot svg { inline-size: 14px; block-size: 14px; stroke-width: 2.75; }
  .current .dot { border-color: var(--_accent); box-shadow: 0 0 0 4px var(--_tint); }
  .current .dot::after { content: ''; inline-size: 10px; block-size: 10px; border-radius: 50%; background: var(--_accent); }
  .entry { min-inline-size: 0; flex: 1; }
  .name { line-height: 24px; }
  .current .name { font-weight: 600; }
  .next .name { color: var(--_quiet); }
  summary { display: inline-flex; align-items: center; gap: 4px; min-block-size: 44px; cursor: pointer; color: var(--_ink); font-weight: 600; list-style: none; }
  summary::-webkit-details-marker { display: none; }
  summary svg { inline-size: 16px; block-size: 16px; }
  details[open] > summary svg { rotate: 180deg; }
  .records { display: grid; gap: 12px; padding: 12px; border-radius: var(--_small); background: var(--_soft); }
  .records > li { display: block; padding: 0; }
  .records dl { display: grid; grid-template-columns: minmax(90px, auto) 1fr; gap: 2px 12px; margin-block-start: 4px; }
  .records dt { color: var(--_quiet); }
  .hash { font-family: ui-monospace, monospace; font-size: 0.75rem; margin-block-start: 4px; }
  .goods { display: grid; gap: 8px; }
  .goods li { display: flex; align-items: flex-start; justify-content: space-between; gap: 12px; }
  .goods .chip { flex: none; max-inline-size: 50%; }
  .reason { display: block; }
  .money-parts { border: 1px solid var(--_line); border-radius: var(--_radius); }
  .money-parts > * + * { border-block-start: 1px solid var(--_line); }
  .money-parts summary { display: flex; min-block-size: 48px; padding: 8px 14px; color: inherit; font-weight: 400; }
  .money-parts summary .money { margin-inline-start: auto; }
  .money-parts .rows { padding: 4px 14px 14px; }
  .paid { display: flex; justify-content: space-between; gap: 12px; padding: 12px 14px; }
  .ghost { animation: wait 1.4s ease-in-out infinite alternate; }
  @keyframes wait { to { opacity: 0.5; } }
  @container tracker (max-width: 480px) { .actions .buttons > * { inline-size: 100%; } }
  @container tracker (min-width: 481px) { .actions .primary { inline-size: auto; } }
  @media (forced-colors: active) { .current .dot::after { background: Highlight; } .done .dot { background: Highlight; } }
`;
