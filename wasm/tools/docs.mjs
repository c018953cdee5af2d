// Builds the documentation into build/site: the pages of docs/, the playground, and the API from the sources. It works from any
// folder of any server, without a network.
//
//   node wasm/tools/docs.mjs

import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { listPages, renderer } from './docs/pages.mjs';
import { prose, template } from './docs/template.mjs';
import { forPages } from './lib/pages.mjs';
import { at, readJson } from './lib/project.mjs';
import { locked, ProjectError, stage, ToolError } from './lib/run.mjs';
import { whenChanged } from './lib/stamp.mjs';
import { setup } from './setup.mjs';

const site = (...parts) => at('build/site', ...parts);

/** What hosts import, by the name that they import it by. */
const entries = {
  aftersale: 'wasm/src/entrypoints/browser.ts',
  'aftersale/slim': 'wasm/src/entrypoints/slim.ts',
  'aftersale/tools': 'wasm/src/entrypoints/tools.ts',
  'aftersale/widget': 'wasm/src/widget/index.ts',
  'aftersale/react': 'wasm/src/react/index.ts',
  'aftersale/policy': 'wasm/src/policy/index.ts',
  'aftersale/sync': 'wasm/src/sync/index.ts',
  'aftersale/server': 'wasm/src/server/index.ts',
  'aftersale/conformance': 'wasm/src/conformance/index.ts',
};

async function writeText(out, text) {
  await mkdir(dirname(site(out)), { recursive: true });
  await writeFile(site(out), text);
}

async function writePages(version) {
  const pages = await listPages();
  const { 'aftersale.js': hash } = await readJson(at('dist/integrity.json'));
  const { render, copied } = await renderer(pages, hash);
  for (const page of pages) {
    const { out, title } = page;
    await writeText(out, template({ pages, out, title, version, main: prose(render(page), out) }));
  }
  for (const file of copied) await cp(at(file), site(file.slice('docs/'.length)));
  await cp(at('web-demo/public/mark.svg'), site('mark.svg'));
  return `${pages.length} pages`;
}

async function writePlayground(version) {
  const esbuild = await import('esbuild');
  await esbuild.build({
    absWorkingDir: at(),
    entryPoints: { 'playground/playground': 'docs/site/playground.ts', site: 'docs/site/site.css' },
    outdir: site(),
    chunkNames: 'playground/part-[hash]',
    ...forPages,
  });
  await cp(at('dist/aftersale-tools.wasm'), site('playground/aftersale-tools.wasm'));
  const out = 'playground/index.html';
  const main = () => '<div id="app"></div><noscript>The playground needs JavaScript.</noscript>';
  const script = 'playground/playground.js';
  await writeText(out, template({ pages: [], out, title: 'Playground', version, main, script }));
}

async function writeApi() {
  const { Application, LogLevel } = await import('typedoc');
  const app = await Application.bootstrap({
    name: 'aftersale',
    entryPoints: Object.values(entries).map((file) => at(file)),
    tsconfig: at('tsconfig.json'),
    readme: 'none',
    excludeInternal: true,
    excludePrivate: true,
    excludeExternals: true,
    skipErrorChecking: true,
    disableSources: true,
    hideGenerator: true,
    favicon: at('web-demo/public/mark.svg'),
    navigationLinks: { Docs: '../index.html', Playground: '../playground/index.html' },
    logLevel: LogLevel.Error,
  });
  const project = await app.convert();
  if (!project || app.logger.hasErrors()) throw new ProjectError('typedoc could not read the sources');
  // By the names that hosts import, not by those of files.
  for (const module of project.children ?? []) {
    const source = (file) => file.replace(/^wasm\/src\/|(\/index)?\.ts$/g, '');
    const [name] = Object.entries(entries).find(([, file]) => source(file) === module.name) ?? [];
    if (!name) throw new ProjectError(`${module.name} is no entry point of the package`);
    module.name = name;
  }
  await app.generateDocs(project, site('api'));
  return `${project.children?.length} entry points`;
}

export async function docs() {
  return locked(async () => {
    for (const name of existsSync(site()) ? await readdir(site()) : [])
      if (name !== 'api') await rm(site(name), { recursive: true, force: true });
    const { version } = await readJson(at('package.json'));
    await stage('Pages', () => writePages(version));
    await stage('Playground', () => writePlayground(version));
    const inputs = ['wasm/src', 'wasm/tools/docs.mjs', 'package-lock.json'];
    await stage('API', () =>
      whenChanged('api-docs', { inputs, outputs: ['build/site/api/index.html'] }, writeApi),
    );
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await setup('start');
    await build(['wasm', 'package']);
    await docs();
    console.log('build/site: serve this folder, or open its index.html');
  } catch (error) {
    if (!(error instanceof ToolError))
      console.error(error instanceof ProjectError ? error.message : error.stack);
    process.exit(1);
  }
}
