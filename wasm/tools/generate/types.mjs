// JSON Schema as TypeScript, for the part of it that our schemas use. A reference keeps its name and a description beside
// it becomes the property's comment, which is what general translators do not do. Documents are values, so all is readonly.

const width = 100;

export function typesOf({ $defs }) {
  return Object.entries($defs)
    .map(([name, definition]) => comment(definition, '') + declaration(name, definition))
    .join('\n');
}

function declaration(name, definition) {
  if (definition.properties) return `export interface ${name} ${object(definition, '')}\n`;
  const text = type(definition, '');
  const line = `export type ${name} = ${text};`;
  if (line.length <= width || text.includes('\n')) return `${line}\n`;
  return `export type ${name} =\n${split(text)
    .map((part) => `  | ${part}`)
    .join('\n')};\n`;
}

const split = (union) => union.split(' | ');

function type(schema, indent) {
  if (schema.$ref) return schema.$ref.split('/').at(-1);
  if ('const' in schema) return literal(schema.const);
  if (schema.enum) return schema.enum.map(literal).join(' | ');
  if (schema.allOf) return schema.allOf.map((part) => grouped(type(part, indent))).join(' & ');
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return choices.map((choice) => type(choice, indent)).join(' | ');
  if (Array.isArray(schema.type)) return schema.type.map(simple).join(' | ');
  if (schema.type === 'array') return `readonly ${grouped(type(schema.items, indent))}[]`;
  if (schema.type === 'object') return object(schema, indent);
  return simple(schema.type);
}

function object(schema, indent) {
  const { properties = {}, required = [], additionalProperties: more } = schema;
  const open = more !== false && schema.unevaluatedProperties === undefined;
  if (Object.keys(properties).length === 0) {
    return open
      ? `Readonly<Record<string, ${typeof more === 'object' ? type(more, indent) : 'unknown'}>>`
      : 'Readonly<Record<string, never>>';
  }
  const inner = `${indent}  `;
  const members = Object.entries(properties).map(
    ([name, property]) =>
      `${comment(property, inner)}${inner}readonly ${key(name)}${required.includes(name) ? '' : '?'}: ${type(property, inner)};\n`,
  );
  if (more === true) members.push(`${inner}readonly [name: string]: unknown;\n`);
  return `{\n${members.join('')}${indent}}`;
}

const simple = (name) =>
  ({ integer: 'number', number: 'number', string: 'string', boolean: 'boolean', null: 'null' })[name] ??
  'unknown';
const key = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name));
const grouped = (text) => (/ \| |^readonly /.test(text) && !text.startsWith('{') ? `(${text})` : text);

function literal(value) {
  return typeof value === 'string'
    ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
    : JSON.stringify(value);
}

function comment({ description, default: otherwise, examples }, indent) {
  const lines = description ? description.split('\n') : [];
  if (otherwise !== undefined) lines.push(`@defaultValue ${literal(otherwise)}`);
  const example = examples?.find((value) => typeof value !== 'object');
  if (example !== undefined) lines.push(`@example ${literal(example)}`);
  if (lines.length === 0) return '';
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`;
}
