// docs/sync-openapi.json as a judge of real requests and answers.

import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { at, filesIn, readJson } from '../../wasm/tools/lib/project.mjs';

export const openapi = JSON.parse(readFileSync(at('docs/sync-openapi.json'), 'utf8'));

const ajv = new Ajv({ strict: false, allErrors: false });
addFormats(ajv);
for (const file of await filesIn('core/schemas')) ajv.addSchema(await readJson(at(file)));
ajv.addSchema({ ...openapi, $id: 'https://aftersale.dev/openapi' });

const checkers = new Map();
function check(schema, value, what) {
  // References begin at the document, so the schema is asked for by its place in it.
  const [, name] = /\/schemas\/(\w+)$/.exec(schema.$ref) ?? [];
  if (!checkers.has(name)) {
    const address = `https://aftersale.dev/openapi#/components/schemas/${name}`;
    checkers.set(name, ajv.compile({ $ref: address }));
  }
  const valid = checkers.get(name);
  if (!valid(value)) {
    const [{ instancePath, message }] = valid.errors;
    throw new Error(
      `${what} is no ${name}: ${instancePath} ${message}: ${JSON.stringify(value).slice(0, 400)}`,
    );
  }
}

const resolve = (value) =>
  value?.$ref
    ? value.$ref
        .slice(2)
        .split('/')
        .reduce((at, step) => at[step], openapi)
    : value;

/** The operation that a request asks for, or undefined when the protocol has none. */
function operationOf(method, path) {
  const name = Object.keys(openapi.paths).find((each) =>
    new RegExp(`^${each.replace(/\{\w+\}/, '[^/]+')}$`).test(path),
  );
  return openapi.paths[name]?.[method.toLowerCase()];
}

/** A `fetch` that complains when what goes through it is not as the document says. */
export function judged(fetch, base = '/case-sync/1') {
  const seen = new Map();
  const problems = [];
  const judge = (work) => {
    try {
      work();
    } catch (error) {
      problems.push(error.message);
    }
  };
  const through = async (url, init = {}) => {
    const { pathname } = new URL(url);
    const { method = 'GET' } = init;
    const operation = operationOf(method, pathname.slice(base.length));
    const response = await fetch(url, init);
    if (!operation) return response;
    const { operationId, requestBody, responses } = operation;
    const key = `${operationId} ${response.status}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
    judge(() => {
      const described = resolve(responses[response.status]);
      if (!described) throw new Error(`${key} is not described`);
    });
    const described = resolve(responses[response.status]);
    const type = (response.headers.get('content-type') ?? '').split(';')[0];
    const content = described?.content ?? {};
    const schema = content[type]?.schema;
    judge(() => {
      const known = type === '' || schema || (type.startsWith('image/') && content['image/*']);
      if (!known && response.status !== 204 && method !== 'HEAD')
        throw new Error(`${key} has the type ${type}`);
    });
    if (schema?.$ref) {
      const value = await response.clone().json();
      judge(() => check(schema, value, key));
    }
    // What was taken has to be what the document lets in.
    const wanted = requestBody?.content['application/json']?.schema;
    if (response.status === 200 && wanted) {
      const text = typeof init.body === 'string' ? init.body : new TextDecoder().decode(init.body);
      judge(() => check(wanted, JSON.parse(text), `the request of ${key}`));
    }
    return response;
  };
  return { fetch: through, seen, problems };
}
