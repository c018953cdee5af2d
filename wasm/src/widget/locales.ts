/** English of the first paint is built in; the rest of it and every other language is loaded when it is asked for, or registered by the host. */
import { first } from '../locales/en/first.js';
import { languages } from './languages.js';
import type { Messages } from './messages.js';

/** What there are no words for yet is shown by its code, until they are there. */
const builtIn = first as unknown as Messages;
const tables = new Map<string, Messages>();
const listeners = new Set<() => void>();

/** Adds or replaces a language; elements on the page take it up at once. */
export function registerLocale(tag: string, messages: Messages): void {
  tables.set(tag, messages);
  for (const listener of listeners) listener();
}

export function onLocales(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The name under which a language is kept: `de-AT` -> `de`, `zh-Hans-SG` -> `zh-CN`. */
function nameOf(tag: string): string {
  const known = (name: string): boolean => tables.has(name) || Object.hasOwn(languages, name);
  const parts = tag.split('-');
  for (let length = parts.length; length > 0; length--) {
    const name = parts.slice(0, length).join('-');
    if (known(name)) return name;
  }
  return parts[0] === 'zh' ? 'zh-CN' : 'en';
}

/** The table that is there already, for a first paint without waiting. */
export const messagesNow = (tag: string): Messages => tables.get(nameOf(tag)) ?? builtIn;

export async function loadMessages(tag: string): Promise<Messages> {
  const name = nameOf(tag);
  if (!tables.has(name)) {
    try {
      tables.set(name, await languages[name]!());
    } catch {
      return builtIn; // offline: better English than nothing
    }
  }
  return tables.get(name)!;
}
