// The enum tables as a schema, and all schemas bundled into one.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const schemaBase = 'https://aftersale.dev/schemas/v1/';
const folder = 'core/schemas';
const enumsName = 'enums.schema.json';

export function enumsSchema({ enums, reasons }) {
  const $defs = {};
  for (const [name, { about, values }] of Object.entries(enums)) {
    const lines = Object.entries(values).map(([value, text]) => `- \`${value}\`: ${text}`);
    $defs[name] = { description: `${about}\n${lines.join('\n')}`, enum: Object.keys(values) };
  }
  const lines = Object.entries(reasons).map(
    ([code, { title, basis }]) => `- \`${code}\`: ${title} (${basis})`,
  );
  $defs.ReasonCode = {
    description: `Why something comes back.\n${lines.join('\n')}`,
    enum: Object.keys(reasons),
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: schemaBase + enumsName,
    title: 'Enums',
    description: 'Closed lists of words. Generated from core/data/enums.json and core/data/reasons.json.',
    $defs,
  };
}

export function* schemaFiles(tables) {
  yield [`${folder}/${enumsName}`, `${JSON.stringify(enumsSchema(tables), null, 2)}\n`];
}

/** Every schema by file name; the generated one as it should be, not as it is on disk. */
export async function loadSchemas(root, tables) {
  const names = (await readdir(join(root, folder))).filter(
    (name) => name.endsWith('.schema.json') && name !== enumsName,
  );
  const schemas = { [enumsName]: enumsSchema(tables) };
  for (const name of names.sort())
    schemas[name] = JSON.parse(await readFile(join(root, folder, name), 'utf8'));
  return schemas;
}

/** One schema whose $defs are those of all files, with references in place. Names must be unique. */
export function bundle(schemas) {
  const $defs = {};
  for (const [file, schema] of Object.entries(schemas)) {
    for (const [name, definition] of Object.entries(schema.$defs)) {
      if (name in $defs) throw new Error(`${file}: $defs/${name} exists in another schema too`);
      $defs[name] = localReferences(definition, schemas);
    }
  }
  return { title: 'AllDocuments', type: 'object', additionalProperties: false, $defs };
}

function localReferences(node, schemas) {
  if (Array.isArray(node)) return node.map((item) => localReferences(item, schemas));
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, localReferences(value, schemas)]),
  );
  if (typeof node.$ref === 'string') {
    const [file, fragment] = node.$ref.split('#');
    copy.$ref = `#${fragment ?? schemas[file].$ref.slice(1)}`;
  }
  return copy;
}
