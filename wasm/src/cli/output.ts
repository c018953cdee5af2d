import { once } from 'node:events';
import process from 'node:process';
import { tokensOf } from './core.js';

/** Standard output, with a reader that may be slower than we are, or gone. */
export class Output {
  #gone = false;

  constructor() {
    process.stdout.on('error', () => {
      this.#gone = true;
    });
  }

  /** False when nobody reads any more. */
  async line(text: string): Promise<boolean> {
    if (this.#gone) return false;
    if (!process.stdout.write(`${text}\n`)) {
      await Promise.race([once(process.stdout, 'drain'), once(process.stdout, 'close')]).catch(() => {});
    }
    return !this.#gone;
  }
}

/** The same tokens in lines; `text` is canonical. */
export function pretty(text: string): string {
  let out = '';
  let indent = '\n';
  for (const [token] of tokensOf(text)) {
    if (token === '{' || token === '[') {
      indent += '  ';
      out += token + indent;
    } else if (token === '}' || token === ']') {
      indent = indent.slice(0, -2);
      out += indent + token;
    } else if (token === ',') {
      out += token + indent;
    } else {
      out += token === ':' ? ': ' : token;
    }
  }
  return out;
}
