// Numbers as people in the field write them.

const MINUS = '\u2212';
const SUPERSCRIPT = { '-': '\u207b', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' };

/** A value with its error in brackets, in units of its last digit: 0.6312(7). */
export function measured(value, error) {
  if (value === null || value === undefined) return '—';
  if (error === null || error === undefined) return `${plain(value, 4)} ±?`;
  if (error === 0) return `${plain(value)} exact`;
  const place = lastPlace(error);
  const size = Math.floor(Math.log10(Math.max(Math.abs(value), error)));
  if (place > 0 || size < -3) {
    return `${bracketed(value / 10 ** size, error / 10 ** size, size - place)}${power(size)}`;
  }
  return bracketed(value, error, -place);
}

/** Decimal place of the last digit that means something: an error that begins with 1 keeps two digits. */
function lastPlace(error) {
  const first = Math.floor(Math.log10(error));
  return error / 10 ** first < 1.95 ? first - 1 : first;
}

function bracketed(value, error, decimals) {
  const places = Math.min(100, Math.max(0, decimals));
  const inside = error >= 1 && places > 0 ? error.toFixed(places) : String(Math.round(error * 10 ** places));
  return `${fixed(value, places)}(${inside})`;
}

/** Some significant digits, without padding. */
export function plain(value, digits = 6) {
  if (value === 0) return '0';
  const size = Math.floor(Math.log10(Math.abs(value)));
  if (size < -3 || size > 6) {
    return `${signed(String(Number((value / 10 ** size).toPrecision(digits))))}${power(size)}`;
  }
  return signed(String(Number(value.toPrecision(digits))));
}

export function fixed(value, decimals) {
  const text = value.toFixed(decimals);
  return signed(Number(text) === 0 ? text.replace('-', '') : text);
}

function signed(text) {
  return text.replace('-', MINUS);
}

function power(exponent) {
  return exponent === 0 ? '' : `×10${[...String(exponent)].map(digit => SUPERSCRIPT[digit]).join('')}`;
}

/** A whole number with thousands apart. */
export function count(number) {
  return Math.round(number).toLocaleString('en-GB').replaceAll(',', '\u202f');
}

/** Three significant digits with a prefix: 59.1 M. */
export function rate(number) {
  const prefixes = ['', 'k', 'M', 'G', 'T'];
  let step = 0;
  while (Number(number.toPrecision(3)) >= 1000 && step < prefixes.length - 1) {
    number /= 1000;
    step++;
  }
  const text = number >= 100 ? number.toFixed(0) : String(Number(number.toPrecision(3)));
  return step === 0 ? text : `${text}\u00a0${prefixes[step]}`;
}

export function duration(seconds) {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}\u00a0s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}\u00a0min ${String(whole % 60).padStart(2, '0')}\u00a0s`;
  if (whole < 86400) return `${Math.floor(whole / 3600)}\u00a0h ${String(Math.floor(whole / 60) % 60).padStart(2, '0')}\u00a0min`;
  return `${Math.floor(whole / 86400)}\u00a0d ${Math.floor(whole / 3600) % 24}\u00a0h`;
}
