// Reads the source tables and refuses what cannot be right.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export async function loadTables(root) {
  const read = async (name) => JSON.parse(await readFile(join(root, 'core/data', name), 'utf8'));
  const tables = {
    enums: await read('enums.json'),
    reasons: await read('reasons.json'),
    currencies: await read('currencies.json'),
    countries: await read('countries.json'),
    cli: await read('cli.json'),
    machines: await read('state-machines.json'),
  };
  verify(tables);
  return tables;
}

function verify({ enums, reasons, currencies, countries, cli }) {
  const known = (name, value, where) =>
    must(value in enums[name].values, `${where}: ${value} is not in ${name}`);
  for (const [name, { about, values }] of Object.entries(enums)) {
    must(/^[A-Z][A-Za-z]+$/.test(name) && about, `enum ${name}: wants a PascalCase name and a text`);
    for (const [value, text] of Object.entries(values)) {
      must(/^[a-z][a-z0-9_.]*$/.test(value) && text, `enum ${name}: ${value} wants snake_case and a text`);
    }
  }
  for (const [code, reason] of Object.entries(reasons)) {
    const where = `reason ${code}`;
    must(/^[a-z][a-z_]*$/.test(code) && reason.title, `${where}: wants snake_case and a title`);
    known('Basis', reason.basis, where);
    known('ReasonGroup', reason.group, where);
    for (const question of reason.questions) {
      known('QuestionKind', question.kind, where);
      must(
        (question.kind === 'choice') === Array.isArray(question.choices),
        `${where}: choices go with kind choice`,
      );
    }
  }
  for (const [code, row] of Object.entries(currencies)) {
    const ok =
      /^[A-Z]{3}$/.test(code) && row.exponent >= 0 && row.exponent <= 4 && /^\d{3}$/.test(row.numeric);
    must(ok, `currency ${code} is malformed`);
  }
  for (const [code, row] of Object.entries(countries)) {
    must(/^[A-Z]{2}$/.test(code) && /^[A-Za-z_/-]+$/.test(row.zone), `country ${code} is malformed`);
  }
  for (const [name, { options }] of Object.entries(cli.commands)) {
    for (const option of [...options, ...cli.common, ...cli.world])
      must(option in cli.options, `command ${name}: --${option}?`);
  }
  inOrder('currencies.json', Object.keys(currencies));
  inOrder('countries.json', Object.keys(countries));
}

function inOrder(name, keys) {
  const first = keys.findIndex((key, index) => index > 0 && keys[index - 1] >= key);
  must(first < 0, `${name}: ${keys[first]} is out of order`);
}

function must(condition, message) {
  if (!condition) throw new Error(message);
}
