// The traces of a run: which keys are drawn, and when.

import { byId, make, say } from './dom.js';
import { count, measured } from './format.js';
import { keyName, wantedKeys, wantedPlace } from './names.js';
import { draw } from './plot.js';
import { Series } from './series.js';

const MOST_KEYS = 400;
const REDRAW_MS = 90;
const COLOURS = 6;
/** So few epochs are all worth seeing. */
const FEW = 12;

/** Where a trace is drawn: its canvas, its value, and its colour as long as it is there. */
class Chart {
  constructor(key, name, colour, onClose) {
    this.key = key;
    this.colour = colour;
    this.value = make('output', { className: 'value' });
    this.extra = make('span', { className: 'extra' });
    const close = make('button', { type: 'button', className: 'close', textContent: '×', onclick: onClose });
    close.setAttribute('aria-label', `do not trace ${name}`);
    this.canvas = make('canvas');
    this.canvas.dataset.key = key;
    this.canvas.setAttribute('role', 'img');
    const head = make('div', { className: 'trace-head' }, make('h3', { textContent: name, title: key }));
    head.append(this.extra, this.value, close);
    this.element = make('article', { className: `trace colour-${colour}` }, head, this.canvas);
    this.name = name;
  }

  /** Says a row: the newest, or the one under the pointer. */
  tell(row, marked) {
    const text = measured(row.value, row.stderr);
    say(this.value, text);
    say(this.extra, marked ? `epoch ${count(row.epoch)}` : '');
    if (!marked) this.canvas.setAttribute('aria-label', `${this.name}: ${text} at epoch ${row.epoch}`);
  }
}

export class Traces {
  #series = new Map();
  #charts = [];
  #chains = [];
  #chosen;
  #window = Infinity;
  #fitAll = false;
  #newest = 0;
  #oldest = Infinity;
  #pointer;
  #asked = false;
  #drawn = 0;
  #theme = {};

  /** onChange() is called when other keys are traced. */
  constructor(onChange) {
    this.onChange = onChange;
    this.root = byId('traces');
    byId('window').onchange = event => this.#look(() => (this.#window = Number(event.target.value)));
    byId('fit').onchange = event => this.#look(() => (this.#fitAll = event.target.value === 'all'));
    this.root.onpointermove = event => this.#point(event);
    this.root.onpointerleave = () => this.#point();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#readTheme());
    new ResizeObserver(() => this.#schedule()).observe(this.root);
    this.#readTheme();
  }

  clear(chains) {
    this.#series.clear();
    this.#chains = chains;
    this.#chosen = undefined;
    this.#newest = 0;
    this.#oldest = Infinity;
    this.#arrange([]);
  }

  push(row) {
    let series = this.#series.get(row.key);
    if (!series) {
      if (this.#series.size >= MOST_KEYS) return;
      series = new Series();
      this.#series.set(row.key, series);
      if (!this.#chosen) this.#arrange(wantedKeys(key => this.#series.has(key)));
    }
    series.push(row);
    this.#newest = Math.max(this.#newest, row.epoch);
    this.#oldest = Math.min(this.#oldest, row.epoch);
    this.#schedule();
  }

  keys() {
    return this.#charts.map(chart => chart.key);
  }

  toggle(key) {
    const keys = this.keys();
    this.#chosen = keys.includes(key) ? keys.filter(other => other !== key) : [...keys, key];
    this.#arrange(this.#chosen);
  }

  #arrange(keys) {
    const old = new Map(this.#charts.map(chart => [chart.key, chart]));
    const kept = this.#charts.filter(chart => keys.includes(chart.key));
    this.#charts = keys.map(key => {
      const chart = old.get(key) ?? this.#chart(key, kept);
      kept.push(chart);
      return chart;
    });
    this.root.replaceChildren(...this.#charts.map(chart => chart.element));
    this.onChange();
    this.#schedule();
  }

  /** A chart in the colour of its place, or else in one that no other has, while there are enough. */
  #chart(key, others) {
    const taken = others.map(chart => chart.colour);
    const all = [wantedPlace(key), ...Array(COLOURS).keys()].filter(colour => colour >= 0 && colour < COLOURS);
    const colour = all.find(free => !taken.includes(free)) ?? taken.length % COLOURS;
    return new Chart(key, keyName(key, this.#chains), colour, () => this.toggle(key));
  }

  #look(change) {
    change();
    this.#schedule();
  }

  #point(event) {
    const chart = this.#charts.find(({ canvas }) => canvas === event?.target);
    this.#pointer = chart?.epochAt?.(event.offsetX);
    this.#schedule();
  }

  #readTheme() {
    const style = getComputedStyle(document.documentElement);
    const colour = name => style.getPropertyValue(`--${name}`).trim();
    this.#theme = { grid: colour('grid'), axis: colour('line'), muted: colour('muted') };
    this.#theme.traces = [...Array(COLOURS).keys()].map(k => colour(`trace-${k}`));
    this.#schedule();
  }

  #schedule() {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(now => this.#frame(now));
  }

  #frame(now) {
    this.#asked = false;
    if (now - this.#drawn < REDRAW_MS) return this.#schedule();
    this.#drawn = now;
    const from = Math.max(Math.min(this.#oldest, this.#newest), this.#newest - this.#window);
    this.#charts.forEach(chart => this.#draw(chart, from));
  }

  #draw(chart, from) {
    const series = this.#series.get(chart.key);
    const points = [];
    let marked;
    series.from(from, (epoch, value, error) => {
      points.push([epoch, value, error]);
      if (epoch <= this.#pointer) marked = points.at(-1);
    });
    const error = marked && (Number.isNaN(marked[2]) ? null : marked[2]);
    chart.tell(marked ? { epoch: marked[0], value: marked[1], stderr: error } : series.last, Boolean(marked));
    chart.epochAt = draw(chart.canvas, points, {
      from,
      to: this.#newest,
      since: this.#fitAll || this.#newest - from < FEW ? from : (from + series.last.epoch) / 2,
      colour: this.#theme.traces[chart.colour],
      theme: this.#theme,
      marked,
    });
  }
}
