// The drawings of a run: each as the server draws it, fetched anew when the run has gone on.

import { byId, make, say } from './dom.js';
import { count } from './format.js';
import { drawings, pictureName, pictureNote } from './names.js';

const REFRESH_MS = 1500;

export class Drawings {
  #get;
  #view;
  #reached = -1;
  #figures = new Map();
  /** While the server is away nothing is asked of it. */
  paused = false;

  /** get(run, name) promises {epoch, url}. */
  constructor(get) {
    this.#get = get;
    setInterval(() => this.#refresh(), REFRESH_MS);
  }

  /** The run as it stands: more drawings may have come. */
  update(view) {
    if (view.id !== this.#view?.id) this.clear();
    // What was fetched while the last epoch ended may not be the last drawing.
    const over = view.state !== 'running' && this.#view?.state === 'running';
    if (over) this.#figures.forEach(entry => (entry.epoch = -1));
    this.#view = view;
    this.reached(view.epochs - 1);
    for (const name of drawings(view.pictures)) {
      if (!this.#figures.has(name)) this.#figures.set(name, this.#figure(name));
    }
    byId('drawings').hidden = !this.#figures.size;
    this.#refresh();
  }

  /** The epoch that the newest rows belong to. */
  reached(epoch) {
    this.#reached = Math.max(this.#reached, epoch);
  }

  clear() {
    this.#view = undefined;
    this.#reached = -1;
    this.#figures.forEach(({ figure }) => figure.remove());
    this.#figures.clear();
    byId('drawings').hidden = true;
  }

  #figure(name) {
    const image = make('img', { alt: pictureName(name) });
    image.dataset.name = name;
    const epoch = make('span', { className: 'epoch' });
    const figure = make(
      'figure',
      {},
      image,
      make(
        'figcaption',
        {},
        make('strong', { textContent: pictureName(name) }),
        make('span', { className: 'note', textContent: pictureNote(name) }),
        epoch,
      ),
    );
    byId('drawings-shown').append(figure);
    return { figure, image, caption: epoch, epoch: -1, busy: false };
  }

  #refresh() {
    if (document.hidden || this.paused || !this.#view) return;
    this.#figures.forEach((entry, name) => {
      if (!entry.busy && entry.epoch < this.#reached) this.#fetch(entry, name);
    });
  }

  async #fetch(entry, name) {
    entry.busy = true;
    try {
      const { epoch, url } = await this.#get(this.#view.id, name);
      const before = entry.image.src;
      entry.image.src = url;
      await entry.image.decode();
      if (before) URL.revokeObjectURL(before);
      entry.epoch = epoch;
      entry.image.dataset.epoch = epoch;
      say(entry.caption, `epoch ${count(epoch)}`);
    } catch {
      // Not there yet, or the server is away: the connection's state is shown elsewhere.
    } finally {
      entry.busy = false;
    }
  }
}
