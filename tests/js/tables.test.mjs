import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { currencyCodes, currencyExponent, reasons } from '../../dist/node.js';
import { at, filesOf, readJson } from './support.mjs';

const currencies = readJson('core/data/currencies.json');
const countries = readJson('core/data/countries.json');

test('generated files are up to date', () => {
  const { status, stdout } = spawnSync(process.execPath, [at('wasm/tools/generate.mjs'), '--check'], {
    encoding: 'utf8',
  });
  assert.equal(stdout, '');
  assert.equal(status, 0);
});

test('minor units are those of ISO 4217, not those of locales', () => {
  const expected = {
    EUR: 2,
    USD: 2,
    HUF: 2,
    IDR: 2,
    MGA: 2,
    MRU: 2,
    TWD: 2,
    PKR: 2,
    JPY: 0,
    KRW: 0,
    ISK: 0,
    CLP: 0,
    VND: 0,
  };
  Object.assign(expected, { KWD: 3, BHD: 3, IQD: 3, TND: 3, CLF: 4, UYW: 4, UYI: 0 });
  for (const [code, digits] of Object.entries(expected)) {
    assert.equal(currencies[code].exponent, digits, code);
    assert.equal(currencyExponent(code), digits, code);
  }
  for (const code of currencyCodes) assert.equal(currencyExponent(code), currencies[code].exponent, code);
});

test('currencies in use are all there', () => {
  // Codes of history, metals, funds and tests, as far as Intl has them, are not.
  const missing = Intl.supportedValuesOf('currency').filter((code) => !(code in currencies));
  for (const code of 'AED AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD INR JPY KRW MXN NOK NZD PLN SEK SGD TRY USD ZAR XCG'.split(
    ' ',
  )) {
    assert.ok(code in currencies, code);
  }
  for (const code of ['DEM', 'FRF', 'XAU', 'XXX']) assert.ok(!(code in currencies), code);
  assert.ok(missing.length < 160);
  const numbers = new Map();
  for (const [code, { numeric, historic }] of Object.entries(currencies)) {
    if (historic) continue;
    assert.equal(numbers.get(numeric), undefined, `${code} and ${numbers.get(numeric)}`);
    numbers.set(numeric, code);
  }
});

test('every country has a zone that is known', () => {
  for (const [code, { zone }] of Object.entries(countries)) {
    assert.doesNotThrow(() => new Intl.DateTimeFormat('en', { timeZone: zone }), `${code}: ${zone}`);
  }
  assert.ok(Object.keys(countries).length > 240);
});

test('the union has twenty-seven members, and all have its pack', () => {
  const union = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');
  assert.equal(union.length, 27);
  for (const code of union) assert.deepEqual(countries[code].packs, ['eu'], code);
  assert.deepEqual(countries.GB.packs, ['uk']);
  assert.deepEqual(countries.CN.packs, ['cn']);
  assert.deepEqual(countries.CH.packs, []);
  const shipped = filesOf('core/data/packs').map((name) => name.replace('.json', ''));
  for (const { packs } of Object.values(countries))
    for (const pack of packs) assert.ok(shipped.includes(pack), pack);
});

test('packs and countries agree on who is governed', () => {
  for (const name of filesOf('core/data/packs')) {
    const { jurisdictions } = readJson(`core/data/packs/${name}`);
    const id = name.replace('.json', '');
    const governed = Object.entries(countries).filter(([, { packs }]) => packs.includes(id));
    assert.deepEqual(governed.map(([code]) => code).sort(), [...jurisdictions].sort(), id);
  }
});

test('reasons are offered in groups', () => {
  const groups = reasons.map(({ group }) => group);
  assert.equal(reasons.at(-1)?.code, 'other');
  assert.equal(reasons[0]?.code, 'changed_mind');
  assert.ok(new Set(groups).size >= 4);
  for (const { code, basis, evidence } of reasons) {
    if (basis === 'item_defect' || basis === 'wrong_item') assert.ok(evidence, code);
  }
});
