// Starting a run: a shipped spec by a click, or one's own.

import { startShipped, startSpec } from './api.js';
import { byId, make, say } from './dom.js';

const SHIPPED = [
  ['restore.yaml', 'restores a noisy image stream and learns its smoothness and noise'],
  ['flights.yaml', 'learns which airports are late together, from half a year of hours'],
  ['ising-critical.yaml', 'the square Ising model at its critical point'],
  ['phi4.yaml', 'the scalar field with a fourth power'],
  ['mean-field.yaml', 'coordinate ascent on the evidence bound'],
];

/** onStarted(RunView) is called when a run has begun. */
export class Launch {
  constructor(onStarted) {
    this.onStarted = onStarted;
    this.card = byId('launch');
    say(byId('curl'), `curl -X POST '${new URL('api/v1/runs?spec=restore.yaml', document.baseURI)}'`);
    byId('specs').replaceChildren(...SHIPPED.map(([spec, what]) => this.#item(spec, what)));
    byId('new').onclick = () => this.open(this.card.hidden);
    byId('own').onsubmit = event => {
      event.preventDefault();
      this.#start(() => startSpec(byId('yaml').value));
    };
  }

  open(open) {
    this.card.hidden = !open;
    byId('new').setAttribute('aria-expanded', String(open));
  }

  /** Whether this is all there is to see. */
  set alone(alone) {
    byId('new').hidden = alone;
    byId('nothing').hidden = !alone;
    if (alone) this.open(true);
  }

  #item(spec, what) {
    const button = make('button', { type: 'button', textContent: spec, onclick: () => this.#start(() => startShipped(spec)) });
    button.dataset.spec = spec;
    return make('li', {}, button, make('span', { textContent: what }));
  }

  async #start(start) {
    const problem = byId('launch-problem');
    const buttons = this.card.querySelectorAll('button');
    buttons.forEach(button => (button.disabled = true));
    problem.hidden = true;
    try {
      const view = await start();
      this.open(false);
      this.onStarted(view);
    } catch (error) {
      say(problem, error.message);
      problem.hidden = false;
    } finally {
      buttons.forEach(button => (button.disabled = false));
    }
  }
}
