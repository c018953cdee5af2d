/** In place of widget/languages.js: English is in the script, the others are fetched when they are asked for. */
import { en } from '../locales/en.js';
import type { Messages } from '../widget/messages.js';
import { namesIn, pinnedJson } from './pinned.js';

export const languages: Readonly<Record<string, () => Promise<Messages>>> = {
  en: async () => en,
  ...Object.fromEntries(
    namesIn('locales').map((tag) => [tag, () => pinnedJson<Messages>(`locales/${tag}.json`)]),
  ),
};
