// Which pages the site has, in which order, and the Markdown of each made into HTML.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { at, filesIn } from '../lib/project.mjs';

const groups = [
  ['Begin', ['README.md', 'docs/embedding.md', 'docs/widget.md', 'docs/wizard.md', 'docs/demo.md']],
  [
    'Decide',
    [
      'docs/policy.md',
      'docs/eligibility.md',
      'docs/facts.md',
      'docs/promises.md',
      'docs/settlement.md',
      'docs/settlement-servers.md',
    ],
  ],
  ['Cases', ['docs/lifecycle.md', 'docs/lifecycle-pictures.md', 'docs/state-machines.md']],
  ['Connect', ['docs/storefronts.md', 'docs/plugins.md', 'docs/sync.md', 'docs/sync-protocol.md']],
  ['Look up', ['docs/api.md', 'docs/wire.md', 'docs/cli.md']],
  [
    'Project',
    ['docs/building.md', 'docs/measured.md', 'docs/scenarios.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ],
];

const outOf = (file) =>
  file === 'README.md'
    ? 'index.html'
    : `${file
        .replace(/^docs\//, '')
        .replace(/\.md$/, '')
        .toLowerCase()}.html`;

/** Every page, in the order of the navigation; what the table does not know comes at the end. */
export async function listPages() {
  const known = new Set(groups.flatMap(([, files]) => files));
  const rest = (await filesIn('docs')).filter((file) => file.endsWith('.md') && !known.has(file));
  const records = rest.filter((file) => file.startsWith('docs/adr/'));
  const all = [...groups, ['More', rest.filter((file) => !records.includes(file))], ['Why', records]];
  const pages = [];
  for (const [group, files] of all) {
    for (const file of files.filter((each) => existsSync(at(each)))) {
      const text = await readFile(at(file), 'utf8');
      const [, title = file] = /^# (.*)$/m.exec(text) ?? [];
      pages.push({ group, file, out: outOf(file), title: plain(title), text });
    }
  }
  return pages;
}

const plain = (markdown) => markdown.replace(/`([^`]*)`/g, '$1').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');

/** The anchor of a heading, as code hosts make it. */
const slug = (text) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

/** Gives a function from a page to its HTML. `hash` goes where the docs leave out the integrity. */
export async function renderer(pages, hash) {
  const { default: MarkdownIt } = await import('markdown-it');
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
  const { escapeHtml } = markdown.utils;
  const byFile = new Map(pages.map((page) => [page.file, page]));
  const copied = new Set();

  markdown.renderer.rules.table_open = () =>
    '<div class="wide" tabindex="0" role="region" aria-label="Table"><table>\n';
  markdown.renderer.rules.table_close = () => '</table></div>\n';
  markdown.renderer.rules.fence = (tokens, index) => {
    const { content, info } = tokens[index];
    const text = hash ? content.replaceAll('sha384-…', hash) : content;
    return `<pre tabindex="0"><code${info ? ` data-language="${escapeHtml(info)}"` : ''}>${escapeHtml(text)}</code></pre>\n`;
  };

  function tidyTokens(tokens, page, seen) {
    for (const [index, token] of tokens.entries()) {
      if (token.type === 'heading_open') {
        const { content } = tokens[index + 1];
        const base = slug(plain(content));
        const count = seen.get(base) ?? 0;
        seen.set(base, count + 1);
        token.attrSet('id', count ? `${base}-${count}` : base);
      }
      if (token.children) tidyLinks(token.children, page);
    }
  }

  /** Links lead to pages of the site; what only the repository has is named and not linked. */
  function tidyLinks(children, page) {
    let dropped = false;
    for (const token of children) {
      if (token.type === 'link_open') {
        const href = token.attrGet('href');
        const target = resolve(href, page);
        dropped = target === undefined;
        if (dropped) Object.assign(token, { type: 'text', tag: '', content: '' });
        else token.attrSet('href', target);
      } else if (token.type === 'link_close' && dropped) {
        Object.assign(token, { type: 'text', tag: '', content: '' });
        dropped = false;
      }
    }
  }

  function resolve(href, page) {
    if (/^(https?:|mailto:|#)/.test(href)) return href;
    const [path, anchor] = href.split('#');
    const file = posix.normalize(posix.join(posix.dirname(page.file), path)).replace(/\/$/, '');
    const found =
      byFile.get(file) ?? (file === 'docs/adr' ? pages.find(({ group }) => group === 'Why') : undefined);
    const relative = (to) => posix.relative(posix.dirname(page.out), to) || to;
    if (found) return `${relative(found.out)}${anchor ? `#${anchor}` : ''}`;
    if (file.startsWith('docs/') && file.endsWith('.json') && existsSync(at(file))) {
      copied.add(file);
      return relative(file.slice('docs/'.length));
    }
    return undefined;
  }

  return {
    /** Files that pages link to, to be copied beside them. */
    copied,
    render(page) {
      const environment = {};
      const tokens = markdown.parse(page.text, environment);
      tidyTokens(tokens, page, new Map());
      return markdown.renderer.render(tokens, markdown.options, environment);
    },
  };
}
