/** The code for the parcel shop: one path, dark on white in every theme, as scanners want it. */
import { html, type TemplateResult } from 'lit';

export class QrCode {
  #text: string | undefined;
  #image: TemplateResult | undefined;

  constructor(private readonly drawn: () => void) {}

  /** The drawing of `text`; its library is loaded when it is first wanted. */
  of(text: string | undefined, label: string): TemplateResult | undefined {
    if (text !== this.#text) {
      this.#text = text;
      this.#image = undefined;
      // Offline the code still stands below, as text.
      if (text !== undefined) void this.#draw(text, label).catch(() => undefined);
    }
    return this.#image;
  }

  async #draw(text: string, label: string): Promise<void> {
    const { encode } = await import('uqr');
    const { data, size } = encode(text, { border: 4 });
    let path = '';
    for (const [y, cells] of data.entries()) {
      for (const [x, on] of cells.entries()) if (on) path += `M${x} ${y}h1v1h-1z`;
    }
    if (text !== this.#text) return;
    this.#image = html`<svg viewBox="0 0 ${size} ${size}" role="img" aria-label=${label}><path d="M0 0h${size}v${size}h-${size}z" fill="#fff"/><path d=${path} fill="#000" shape-rendering="crispEdges"/></svg>`;
    this.drawn();
  }
}
