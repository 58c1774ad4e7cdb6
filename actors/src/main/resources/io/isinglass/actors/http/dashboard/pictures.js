// Which pictures of a run are shown, how large, and when each is fetched again.

import { byId, make, offer } from './dom.js';
import { Frame } from './frame.js';
import { byInterest, pictureName } from './names.js';

const FETCHES_A_SECOND = 8;
/** A large picture is fetched as if it had waited so many times longer. */
const LARGE = 3;
/** A picture that was the same as before, or not to be had, is left alone for so long. */
const REST_MS = 700;
const NOTHING = '';

export class Pictures {
  #get;
  #main = new Frame(byId('main'), { id: 'picture' });
  #beside = new Frame(byId('beside'));
  #thumbs = [];
  #view;
  #reached = -1;
  #chosen = {};
  #resting = new Map();
  #asked = new Map();
  #inFlight = new Set();
  /** While the server is away nothing is asked of it. */
  paused = false;

  /** get(run, name) promises {epoch, bitmap}. */
  constructor(get) {
    this.#get = get;
    byId('main-name').onchange = event => this.#choose('main', event.target.value);
    byId('beside-name').onchange = event => this.#choose('beside', event.target.value);
    byId('borders-shown').onchange = () => this.#drawBorders();
    this.#drawBorders();
    setInterval(() => this.#tick(), 1000 / FETCHES_A_SECOND);
  }

  /** The run as it stands: more pictures may have come. */
  update(view) {
    if (view.id !== this.#view?.id) this.clear();
    const over = view.state !== 'running' && this.#view?.state === 'running';
    this.#view = view;
    this.reached(view.epochs - 1);
    // What was fetched while the last epoch ended may not be the last picture.
    if (over) {
      this.#frames().forEach(frame => (frame.epoch = -1));
      this.#resting.clear();
    }
    this.#arrange();
  }

  /** The epoch that the newest rows belong to. */
  reached(epoch) {
    this.#reached = Math.max(this.#reached, epoch);
  }

  clear() {
    this.#view = undefined;
    this.#reached = -1;
    this.#chosen = {};
    this.#resting.clear();
    this.#asked.clear();
  }

  #frames() {
    return [this.#main, this.#beside, ...this.#thumbs].filter(frame => frame.name);
  }

  #choose(place, name) {
    const other = place === 'main' ? 'beside' : 'main';
    // Both at once would be one too many: they change places.
    if (name && name === this.#shown()[other]) this.#chosen[other] = this.#shown()[place];
    this.#chosen[place] = name;
    this.#resting.clear();
    this.#arrange();
  }

  /** What people chose, or else the restored picture beside the noisy one. */
  #shown() {
    const names = byInterest(this.#view.pictures);
    const main = names.includes(this.#chosen.main) ? this.#chosen.main : (names[0] ?? NOTHING);
    const wanted = this.#chosen.beside ?? (names.includes('noisy') ? 'noisy' : names[1]);
    const beside = names.includes(wanted) && wanted !== main ? wanted : NOTHING;
    return { names, main, beside };
  }

  #arrange() {
    const { names, main, beside } = this.#shown();
    const options = names.map(name => [name, pictureName(name)]);
    offer(byId('main-name'), options, main);
    offer(byId('beside-name'), [[NOTHING, 'nothing'], ...options], beside);
    byId('beside').hidden = !beside;
    document.body.classList.toggle('single', !beside);
    this.#hang(this.#main, main);
    this.#hang(this.#beside, beside);
    this.#arrangeThumbs(names.filter(name => name !== main && name !== beside));
  }

  #hang(frame, name) {
    frame.assign(this.#view.id, name, this.#view.lattice);
  }

  #arrangeThumbs(names) {
    while (this.#thumbs.length > names.length) this.#thumbs.pop().figure.parentElement.remove();
    while (this.#thumbs.length < names.length) {
      const figure = make('figure');
      const frame = new Frame(figure);
      const button = make('button', { type: 'button', onclick: () => this.#choose('main', frame.name) }, figure);
      byId('thumbs').append(button);
      this.#thumbs.push(frame);
    }
    names.forEach((name, k) => {
      this.#hang(this.#thumbs[k], name);
      this.#thumbs[k].figure.parentElement.title = `show ${pictureName(name)} large`;
    });
  }

  #drawBorders() {
    const shown = byId('borders-shown').checked;
    this.#main.bordersShown = shown;
    this.#beside.bordersShown = shown;
  }

  /** Fetches the picture that has waited longest, if any is behind. */
  #tick() {
    if (document.hidden || this.paused || !this.#view) return;
    const now = performance.now();
    const waited = frame => (now - (this.#asked.get(frame.name) ?? 0)) * (this.#thumbs.includes(frame) ? 1 : LARGE);
    const behind = this.#frames()
      .filter(frame => frame.epoch < this.#reached && !this.#inFlight.has(frame.name))
      .filter(frame => now >= (this.#resting.get(frame.name) ?? 0))
      .sort((a, b) => waited(b) - waited(a));
    if (behind.length) this.#fetch(behind[0], now);
  }

  async #fetch(frame, now) {
    const { name, epoch: before } = frame;
    const run = this.#view.id;
    this.#inFlight.add(name);
    this.#asked.set(name, now);
    try {
      const { epoch, bitmap } = await this.#get(run, name);
      if (run !== this.#view?.id || name !== frame.name) return bitmap.close();
      if (epoch === before) this.#resting.set(name, now + REST_MS);
      frame.show(bitmap, epoch);
    } catch {
      // Not there yet, or the server is away: the connection's state is shown elsewhere.
      this.#resting.set(name, now + REST_MS);
    } finally {
      this.#inFlight.delete(name);
    }
  }
}
