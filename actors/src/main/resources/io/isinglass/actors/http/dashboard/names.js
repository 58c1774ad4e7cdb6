// What the keys and pictures of a run are called on the page. A key that is not listed is shown as it is.

const OBSERVABLES = {
  bond_coupling: 'Bond coupling K',
  K: 'Bond coupling K',
  h: 'Field h',
  flip_rate: 'Flip rate p',
  site_error: 'Site error',
  frame_site_error: 'Site error of this frame',
  certainty: 'Mean certainty',
  energy: 'Energy per site',
  action: 'Action per site',
  bond_density: 'Bond density',
  magnetisation: 'Magnetisation per site',
  abs_magnetisation: '|Magnetisation| per site',
  energy_squared: 'Energy²',
  action_squared: 'Action²',
  magnetisation_squared: 'Magnetisation²',
  magnetisation_fourth: 'Magnetisation⁴',
  specific_heat: 'Specific heat per site',
  susceptibility: 'Susceptibility χ',
  action_variance: 'Variance of the action',
  binder: 'Binder cumulant U',
  phi2: '⟨φ²⟩',
  phi4: '⟨φ⁴⟩',
  virial: 'Virial (1 expected)',
  entropy: 'Entropy per site',
  log_loss: 'Log-loss, foreseen, nats a spin',
  baseline_log_loss: 'Log-loss of fields alone',
  following_log_loss: 'Log-loss of fields that follow',
  gain: 'Gain over fields alone',
  tie_strength: 'Expected strength of ties',
  alarm_level: 'Alarm for a change (at 1)',
  dream_magnetisation: 'Magnetisation of the free chain',
  elbo: 'Evidence bound per site',
  exact_log_z: 'ln Z per site, exact',
  gradient_variance: 'Gradient variance of a sample',
  plain_gradient_variance: 'The same without control variate',
  variance_ratio: 'Variance without over with control variate',
  'gap.fixed_point': 'Gap of the mean field',
  'gap.bond_density': 'Gap of bond density',
  'gap.agreement': 'Gap of agreement',
  'gap.magnetisation': 'Gap of magnetisation',
  'gap.sigmas': 'Gap, in σ',
  'free.drift_sigmas': 'Drift of the free chain, in σ',
  burn_in: 'Burn-in, in epochs',
  burn_in_z: 'Burn-in: early and late differ by σ',
};

/** Before the key of an observable: whether chains agree in it. */
const R_HAT = 'r_hat.';

const PICTURES = {
  restored: ['restored', 'the likelier value of each site'],
  noisy: ['noisy frame', 'as it arrived'],
  certainty: ['certainty', 'dark: undecided'],
  posterior: ['posterior chain', 'sees this frame'],
  stream: ['stream chain', 'sees the last frames'],
  free: ['free chain', 'sees no data'],
  now: ['now', 'the last record, what is missing as expected'],
  field: ['field', 'as it stands'],
  'map.svg': ['map', 'who depends on whom'],
  'matrix.svg': ['couplings', 'of each pair of sites; white: within three of its errors'],
  'couplings.svg': ['couplings', 'from epoch to epoch'],
  'overlap.svg': ['overlap', 'of theory and target'],
};

const DRAWING = '.svg';

/** Traces to begin with, each the first of its keys that the run has. */
const WANTED = [
  ['log_loss'],
  ['baseline_log_loss'],
  ['following_log_loss'],
  ['alarm_level'],
  ['bond_coupling', 'K', 'lambda'],
  ['flip_rate', 'h'],
  ['site_error', 'elbo'],
  ['free.energy', 'energy', 'action'],
  ['free.magnetisation', 'magnetisation'],
  ['phi2', 'abs_magnetisation', 'entropy'],
  ['virial', 'specific_heat', 'bond_density'],
  ['susceptibility'],
];
const MOST_TRACES = 5;

export function wantedKeys(has) {
  return WANTED.map(keys => keys.find(has)).filter(Boolean).slice(0, MOST_TRACES);
}

/** The place of a key among the traces to begin with; -1 if it has none. */
export const wantedPlace = key => WANTED.findIndex(keys => keys.includes(key));

/** The chain that a key belongs to, and the key without it; no chain for what a learner says. */
export function split(key, chains) {
  const chain = OBSERVABLES[key] ? undefined : chains.find(name => name && key.startsWith(`${name}.`));
  return chain ? { chain, bare: key.slice(chain.length + 1) } : { chain: '', bare: key };
}

export function keyName(key, chains) {
  if (key.startsWith(R_HAT)) return `R̂ of ${keyName(key.slice(R_HAT.length), chains)}`;
  const { chain, bare } = split(key, chains);
  return (OBSERVABLES[bare] ?? bare) + (chain ? `, ${chain}` : '');
}

export function pictureName(name) {
  return PICTURES[name]?.[0] ?? (name.endsWith(DRAWING) ? name.slice(0, -DRAWING.length) : name);
}

export function pictureNote(name) {
  return PICTURES[name]?.[1] ?? '';
}

/** Drawings, which do not show the lattice. */
export const drawings = all => all.filter(name => name.endsWith(DRAWING));

/** Pictures in the order of their interest. */
export function byInterest(all) {
  const names = all.filter(name => !name.endsWith(DRAWING));
  const order = Object.keys(PICTURES);
  const rank = name => (order.includes(name) ? order.indexOf(name) : order.length);
  return names.sort((a, b) => rank(a) - rank(b));
}
