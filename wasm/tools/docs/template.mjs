// The frame of a page of the site. No script, no style in the page, nothing from elsewhere.

import { posix } from 'node:path';

const escapeText = (text) =>
  text.replace(
    /[&<>"]/g,
    (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character],
  );

export function template({ pages, out, title, version, main, script }) {
  const to = (target) => posix.relative(posix.dirname(out), target) || posix.basename(target);
  const current = (target) => (target === out ? ' aria-current="page"' : '');
  const top = [
    ['index.html', 'Docs'],
    ['playground/index.html', 'Playground'],
    ['api/index.html', 'API'],
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(title)}${title === 'aftersale' ? '' : ' · aftersale'}</title>
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${to('mark.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${to('site.css')}">
${script ? `<script type="module" src="${to(script)}"></script>\n` : ''}</head>
<body>
${script ? '' : '<a class="skip" href="#main">To the content</a>\n'}<header class="top"><div class="inner">
<a class="brand" href="${to('index.html')}"><img src="${to('mark.svg')}" alt="" width="30" height="30"> aftersale <span class="small quiet">${version}</span></a>
<nav aria-label="Site">${top.map(([target, name]) => `<a href="${to(target)}"${current(target)}>${name}</a>`).join('')}</nav>
</div></header>
${main({ to, current, escapeText, pages })}
</body>
</html>
`;
}

/** A page of text with the list of all pages beside it, and the ones before and after it below. */
export const prose =
  (html, out) =>
  ({ to, current, escapeText, pages }) => {
    const groups = [...new Set(pages.map(({ group }) => group))];
    const links = (group) =>
      pages
        .filter((page) => page.group === group)
        .map((page) => `<a href="${to(page.out)}"${current(page.out)}>${escapeText(page.title)}</a>`)
        .join('\n');
    const index = pages.findIndex((page) => page.out === out);
    const end = (page, words) =>
      page ? `<a href="${to(page.out)}">${words(escapeText(page.title))}</a>` : '<span></span>';
    return `<div class="site">
<nav class="site-nav" id="pages" aria-label="Pages">
${groups.map((group) => `<div><h2>${group}</h2>\n${links(group)}</div>`).join('\n')}
</nav>
<main id="main"><a class="site-all" href="#pages">All pages</a><article class="prose">
${html}</article>
<div class="site-ends">${end(pages[index - 1], (title) => `← ${title}`)}${end(pages[index + 1], (title) => `${title} →`)}</div></main>
</div>`;
  };
