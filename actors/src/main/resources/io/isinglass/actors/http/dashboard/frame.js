// One picture in its frame: canvas, block borders and caption.

import { make, say } from './dom.js';
import { count } from './format.js';
import { pictureName, pictureNote } from './names.js';

/** Below this scale a pixel has so few screen pixels that unequal ones would show as stripes. */
const CRISP_FROM = 4;
/** How much smaller a picture may be shown so that all its pixels are equal. */
const SHRINK = 0.85;

/**
 * Pictures have one pixel a site. They are enlarged by whole numbers where that fits; else the canvas holds them
 * enlarged by the next whole number and the browser makes that smaller, so that edges stay sharp without stripes.
 */
export class Frame {
  #note = make('span', { className: 'note' });
  #name = make('strong');
  #epoch = make('span', { className: 'epoch' });
  #borders = make('canvas', { className: 'borders' });
  #stage;
  #bitmap;
  #lattice;
  #bordersShown = false;
  canvas = make('canvas', { className: 'sites' });
  name = '';
  epoch = -1;

  constructor(figure, { id = '' } = {}) {
    if (id) {
      this.canvas.id = id;
      this.#borders.id = `${id}-borders`;
    }
    this.canvas.setAttribute('role', 'img');
    this.#borders.setAttribute('aria-hidden', 'true');
    this.#stage = make('div', { className: 'stage' }, this.canvas, this.#borders);
    this.figure = figure;
    figure.append(this.#stage, make('figcaption', {}, this.#name, this.#note, this.#epoch));
    new ResizeObserver(() => this.#lay()).observe(figure);
  }

  /** Gives the frame to another picture, of which nothing is there yet. */
  assign(run, name, lattice) {
    if (this.name === name && this.canvas.dataset.run === run) return;
    this.#bitmap?.close();
    this.#bitmap = undefined;
    this.name = name;
    this.epoch = -1;
    this.#lattice = lattice;
    this.canvas.dataset.run = run;
    this.canvas.dataset.name = name;
    delete this.canvas.dataset.epoch;
    say(this.#name, pictureName(name));
    say(this.#note, pictureNote(name));
    say(this.#epoch, '');
    this.#lay();
  }

  /** Shows a picture, and keeps its bitmap until the next. */
  show(bitmap, epoch) {
    const sized = this.#bitmap?.width === bitmap.width && this.#bitmap?.height === bitmap.height;
    this.#bitmap?.close();
    this.#bitmap = bitmap;
    this.epoch = epoch;
    if (sized) this.#paint();
    else this.#lay();
    this.canvas.dataset.epoch = epoch;
    this.canvas.setAttribute('aria-label', `${pictureName(this.name)} at epoch ${epoch}`);
    say(this.#epoch, `epoch ${count(epoch)}`);
  }

  set bordersShown(shown) {
    this.#bordersShown = shown;
    this.#paintBorders();
  }

  /** Pixels of the picture; those of the lattice as long as nothing is there. */
  #size() {
    if (this.#bitmap) return { columns: this.#bitmap.width, rows: this.#bitmap.height };
    const { depth, rows, columns } = this.#lattice;
    return { columns, rows: depth * rows };
  }

  /** Whether the picture is one of the lattice, and not of something else, such as pairs of its sites. */
  #isOfLattice() {
    const { columns, rows } = this.#size();
    return columns === this.#lattice.columns && rows === this.#lattice.depth * this.#lattice.rows;
  }

  /** Sizes the canvas for the room that there is. */
  #lay() {
    if (!(this.#bitmap || this.#lattice) || !this.figure.clientWidth) return;
    const { columns, rows } = this.#size();
    const ratio = window.devicePixelRatio || 1;
    const style = getComputedStyle(this.figure);
    const tallest = parseFloat(style.getPropertyValue('--tallest')) || Infinity;
    const room = Math.min(this.figure.clientWidth / columns, tallest / rows) * ratio;
    const whole = Math.floor(room);
    const scale = whole >= CRISP_FROM || whole / room >= SHRINK ? whole : room;
    const inner = scale === whole ? 1 : Math.ceil(scale);
    this.canvas.width = columns * inner;
    this.canvas.height = rows * inner;
    this.canvas.classList.toggle('crisp', scale === whole);
    this.#stage.style.width = `${(columns * scale) / ratio}px`;
    this.#stage.style.height = `${(rows * scale) / ratio}px`;
    this.#borders.width = Math.round(columns * scale);
    this.#borders.height = Math.round(rows * scale);
    this.#paint();
    this.#paintBorders();
  }

  #paint() {
    if (!this.#bitmap) return;
    const context = this.canvas.getContext('2d');
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#bitmap, 0, 0, this.canvas.width, this.canvas.height);
  }

  #paintBorders() {
    const { width, height } = this.#borders;
    const context = this.#borders.getContext('2d');
    context.clearRect(0, 0, width, height);
    if (!this.#bordersShown || !this.#lattice || !this.#isOfLattice()) return;
    const thick = Math.max(1, Math.round((window.devicePixelRatio || 1) * 1.5));
    context.fillStyle = getComputedStyle(this.figure).getPropertyValue('--border');
    const { depth, block_planes: planes, block_rows: down, block_columns: across } = this.#lattice;
    // The planes are stacked: between two of them is a border only where blocks meet.
    for (let k = 1; k < depth * down; k++) {
      if (k % down !== 0 || (k / down) % (depth / planes) === 0) {
        context.fillRect(0, Math.round((k * height) / (depth * down) - thick / 2), width, thick);
      }
    }
    for (let k = 1; k < across; k++) {
      context.fillRect(Math.round((k * width) / across - thick / 2), 0, thick, height);
    }
    this.#borders.dataset.blocks = `${down}x${across}`;
  }
}
