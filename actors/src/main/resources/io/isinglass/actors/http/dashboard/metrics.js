// Every number of a run: what the learner says as a list, what is measured as a table with a column for each chain.

import { byId, make, say } from './dom.js';
import { measured, plain } from './format.js';
import { keyName, split } from './names.js';

const REFRESH_MS = 400;

export class Metrics {
  #cells = new Map();
  #changed = new Map();
  #chains = [];
  #timer;

  /** toggle(key) traces a key or not; traced() lists those that are. */
  constructor({ toggle, traced }) {
    this.toggle = toggle;
    this.traced = traced;
  }

  clear(chains) {
    this.#cells.clear();
    this.#changed.clear();
    this.#chains = chains;
    byId('metrics').replaceChildren();
  }

  push(row) {
    this.#changed.set(row.key, row);
    this.#timer ??= setTimeout(() => this.#refresh(), REFRESH_MS);
  }

  /** Shows which keys are traced. */
  mark() {
    const traced = this.traced();
    this.#cells.forEach((button, key) => button.setAttribute('aria-pressed', String(traced.includes(key))));
  }

  #refresh() {
    this.#timer = undefined;
    if (![...this.#changed.keys()].every(key => this.#cells.has(key))) this.#build();
    this.#changed.forEach((row, key) => {
      const button = this.#cells.get(key);
      say(button, measured(row.value, row.stderr) + (row.label ? ` ${row.label}` : ''));
      button.title = describe(row);
    });
    this.#changed.clear();
  }

  #build() {
    const keys = [...new Set([...this.#cells.keys(), ...this.#changed.keys()])];
    const texts = new Map([...this.#cells].map(([key, button]) => [key, [button.textContent, button.title]]));
    this.#cells.clear();
    const told = keys.filter(key => !split(key, this.#chains).chain);
    const measuredKeys = keys.filter(key => split(key, this.#chains).chain);
    const tables = [this.#table('told', ['', 'value'], told.map(key => [key, [key]]))];
    if (measuredKeys.length) {
      const bare = [...new Set(measuredKeys.map(key => split(key, this.#chains).bare))];
      tables.push(this.#table('chains', ['', ...this.#chains], bare.map(name => [name, this.#chains.map(c => `${c}.${name}`)])));
    }
    byId('metrics').replaceChildren(...tables);
    texts.forEach(([text, title], key) => Object.assign(this.#cells.get(key), { textContent: text, title }));
    this.mark();
  }

  #table(className, heads, rows) {
    const table = make('table', { className });
    const head = make('tr', {}, ...heads.map(text => make('th', { scope: 'col', textContent: text })));
    table.createTHead().append(head);
    const body = table.createTBody();
    for (const [name, keys] of rows) {
      const label = make('th', { scope: 'row', textContent: keyName(name, this.#chains), title: name });
      body.append(make('tr', {}, label, ...keys.map(key => make('td', {}, this.#button(key)))));
    }
    return table;
  }

  #button(key) {
    const button = make('button', { type: 'button', onclick: () => this.toggle(key) });
    button.dataset.key = key;
    this.#cells.set(key, button);
    return button;
  }
}

function describe(row) {
  const facts = [`${row.key} at epoch ${row.epoch}`];
  if (row.stderr) {
    if (row.tau_int !== null) facts.push(`τ_int ${plain(row.tau_int)} sweeps`);
    if (row.n_eff !== null) facts.push(`${plain(Math.round(row.n_eff))} independent measurements`);
  }
  return facts.join(', ');
}
