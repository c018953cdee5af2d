import type { Outline, Statement } from '../generated/types.js';

/** An outline as a list under a heading for each layer; text stays text. */
export function renderOutline(outline: Outline, document: Document = globalThis.document): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const add = <Name extends keyof HTMLElementTagNameMap>(
    parent: Node,
    name: Name,
    part: string,
    text = '',
  ): HTMLElementTagNameMap[Name] => {
    const element = document.createElement(name);
    element.setAttribute('part', part);
    element.textContent = text;
    parent.appendChild(element);
    return element;
  };
  let layer: string | undefined;
  let list: HTMLElement | undefined;
  for (const statement of outline.statements) {
    if (!list || statement.layer !== layer) {
      layer = statement.layer;
      const heading = outline.headings?.[layer];
      if (heading) add(fragment, 'h3', 'heading', heading);
      list = add(fragment, 'ul', 'list');
    }
    const item = add(list, 'li', 'item', statement.text ?? statement.title ?? statement.code);
    item.dataset.code = statement.code;
    item.dataset.rule = statement.rule;
    const source = sourceOf(statement);
    if (source) {
      item.append(' ');
      const link = add(item, 'a', 'source', source.title);
      link.href = source.url;
      link.rel = 'noreferrer';
    }
  }
  if (outline.notice) add(fragment, 'p', 'notice', outline.notice);
  return fragment;
}

/** Only addresses that a link may have. */
function sourceOf({ source }: Statement): { title: string; url: string } | undefined {
  if (!source?.url || !/^https?:\/\//.test(source.url)) return undefined;
  return { title: source.title, url: source.url };
}

/**
 * `<aftersale-policy>`: a policy in plain words, for a product page. It takes an outline that has sentences, as
 * `aftersale explain` prints it: as the property `outline`, from the address in `src`, or as JSON in a script inside.
 */
export class AftersalePolicy extends (globalThis.HTMLElement ?? Object) {
  static readonly observedAttributes = ['src'];
  #outline: Outline | undefined;

  get outline(): Outline | undefined {
    return this.#outline;
  }

  set outline(outline: Outline | undefined) {
    this.#outline = outline;
    this.#render();
  }

  connectedCallback(): void {
    const script = this.querySelector('script[type="application/json"]');
    if (!this.#outline && script?.textContent) this.outline = outlineIn(JSON.parse(script.textContent));
  }

  attributeChangedCallback(_name: string, _before: string | null, src: string | null): void {
    if (!src) return;
    fetch(src)
      .then((response) =>
        response.ok ? response.json() : Promise.reject(new Error(`HTTP status ${response.status}`)),
      )
      .then((value) => {
        if (this.getAttribute('src') === src) this.outline = outlineIn(value);
      })
      .catch((cause) => this.dispatchEvent(new CustomEvent('aftersale-error', { detail: { cause } })));
  }

  #render(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const outline = this.#outline;
    root.replaceChildren(...(outline ? [renderOutline(outline, this.ownerDocument)] : []));
    if (outline?.locale) this.lang = outline.locale;
    if (outline?.direction) this.dir = outline.direction;
  }
}

/** A whole answer, or its result. */
const outlineIn = (value: { result?: Outline } & Partial<Outline>): Outline =>
  value.result ?? (value as Outline);

/** Makes `<aftersale-policy>` known to the page. */
export function definePolicy(name = 'aftersale-policy'): void {
  if (!customElements.get(name)) customElements.define(name, AftersalePolicy);
}
