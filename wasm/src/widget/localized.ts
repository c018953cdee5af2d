import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { loadMessages, messagesNow, onLocales } from './locales.js';
import type { Messages } from './messages.js';

/** Keeps an element in its language: asked for, the page's or the browser's; draws it again when the words are there. */
export class Localized implements ReactiveController {
  messages: Messages = messagesNow('en');
  #loaded: string | undefined;
  #off: (() => void) | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly wanted: () => string | undefined,
  ) {
    host.addController(this);
  }

  get tag(): string {
    return this.wanted() || document.documentElement.lang || navigator.language || 'en';
  }

  hostConnected(): void {
    this.#off = onLocales(() => {
      this.#load();
      this.host.requestUpdate();
    });
  }

  hostDisconnected(): void {
    this.#off?.();
  }

  hostUpdate(): void {
    if (this.tag !== this.#loaded) this.#load();
  }

  #load(): void {
    const { tag } = this;
    this.#loaded = tag;
    this.messages = messagesNow(tag);
    void loadMessages(tag).then((messages) => {
      if (tag !== this.#loaded || messages === this.messages) return;
      this.messages = messages;
      this.host.requestUpdate();
    });
  }
}
