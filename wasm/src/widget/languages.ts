/** Where the tables of the languages come from; the build for a single script tag has another module in this place. */
import type { Messages } from './messages.js';

export const languages: Readonly<Record<string, () => Promise<Messages>>> = {
  en: async () => (await import('../locales/en.js')).en,
  de: async () => (await import('../locales/de.js')).de,
  'zh-CN': async () => (await import('../locales/zh-CN.js')).zhCN,
  fr: async () => (await import('../locales/fr.js')).fr,
  ja: async () => (await import('../locales/ja.js')).ja,
  ar: async () => (await import('../locales/ar.js')).ar,
};
