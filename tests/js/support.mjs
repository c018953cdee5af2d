// What the tests of the package share: the schemas, their examples, and a shop to decide about.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

export const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
export const readJson = (path) => JSON.parse(readFileSync(at(path), 'utf8'));
export const filesOf = (folder) => readdirSync(at(folder)).filter((name) => name.endsWith('.json'));

export const schemas = filesOf('core/schemas').map((name) => readJson(`core/schemas/${name}`));
const base = 'https://aftersale.dev/schemas/v1/';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
addFormats(ajv);
for (const schema of schemas) ajv.addSchema(schema);

/** Errors of a value as `file#Name` describes it; empty when it is valid. */
export function errorsOf(reference, value) {
  const [file, name] = reference.split('#');
  const validate = ajv.getSchema(`${base}${file}.schema.json${name ? `#/$defs/${name}` : ''}`);
  return validate(value)
    ? []
    : validate.errors.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const example = (file, name) =>
  structuredClone(schemas.find(({ $id }) => $id === `${base}${file}.schema.json`).$defs[name].examples[0]);

/** Two shirts, sold live, delivered in Germany on 23 April 2026. */
export const order = () => example('order', 'Order');
/** Thirty days, sale excluded, money or credit with a bonus. */
export const policy = () => example('policy', 'Policy');
export const request = () => example('request', 'Request');
export const now = '2026-05-01T10:00:00Z';
