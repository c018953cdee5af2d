// The widget and the engine for pages without a bundler: one script tag, one integrity hash. It registers the elements and leaves
// `aftersale` on the window; the module, packs of law and languages are fetched from beside it, checked against hashes in it.

import createModule from '#glue-slim';
import { createFrom } from '../api/create.js';
import { AftersaleError } from '../api/errors.js';
import { version } from '../api/index.js';
import { slim } from '../api/slim.js';
import { definePolicy } from '../policy/index.js';
import { defineElements } from '../widget/elements.js';
import { registerLocale } from '../widget/locales.js';
import { pinned } from './pinned.js';

defineElements();
definePolicy();

const createAftersale = slim(createFrom(createModule, () => pinned('aftersale-slim.wasm')));

Object.assign(globalThis, { aftersale: { AftersaleError, createAftersale, registerLocale, version } });
