// Draws one trace with its error bands. Knows canvas and numbers; nothing of runs.

import { fixed, plain } from './format.js';

const FONT = '11px system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const TOP = 8;
const RIGHT = 8;
const BOTTOM = 20;
const GAP = 6;
/** Room for labels that nearly all traces keep to, so that their epochs stand below one another. */
const NARROWEST_LABELS = 50;

/** Round numbers that cut [low, high] into about `wanted` steps, and into two at least. */
function ticks(low, high, wanted, whole = false) {
  const raw = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const nice = [1, 2, 5, 10].find(factor => factor * power >= raw * 0.999) * power;
  const step = whole ? Math.max(1, Math.round(nice)) : nice;
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const at = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) at.push(k * step);
  if (at.length < 2 && !whole) return ticks(low, high, 2 * wanted);
  return { at, label: value => (decimals > 6 ? plain(value) : fixed(value, decimals)) };
}

/**
 * Two errors around the newest value, and all values from an epoch on. With that epoch in the middle, the way to the
 * present state leaves the picture, and errors much smaller than that way can be seen.
 */
function range(points, since) {
  const [, value, error] = points.at(-1);
  let low = value - 2 * (error || 0);
  let high = value + 2 * (error || 0);
  for (const [epoch, value] of points) {
    if (epoch >= since) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const pad = high > low ? 0.06 * (high - low) : Math.max(Math.abs(high) * 0.01, 1e-6);
  return [low - pad, high + pad];
}

/** At most one point a device pixel: its last value, with the widest error of those it stands for. */
function thin(points, x, ratio) {
  const kept = [];
  let column = NaN;
  for (const [epoch, value, error] of points) {
    const here = Math.round(x(epoch) * ratio);
    if (here === column) {
      const widest = kept.at(-1)[2];
      kept[kept.length - 1] = [epoch, value, error >= widest ? error : widest];
    } else {
      kept.push([epoch, value, error]);
      column = here;
    }
  }
  return kept;
}

function band(context, points, x, y, sigmas) {
  const fill = run => {
    if (!run.length) return;
    context.beginPath();
    run.forEach(([epoch, value, error]) => context.lineTo(x(epoch), y(value + sigmas * error)));
    run.reverse().forEach(([epoch, value, error]) => context.lineTo(x(epoch), y(value - sigmas * error)));
    context.fill();
  };
  // A point without error ends the band; it goes on after it.
  let run = [];
  for (const point of points) {
    if (Number.isNaN(point[2])) {
      fill(run);
      run = [];
    } else {
      run.push(point);
    }
  }
  fill(run);
}

function axes(context, box, xTicks, yTicks, x, y, theme) {
  context.font = FONT;
  context.lineWidth = 1;
  context.strokeStyle = theme.grid;
  context.fillStyle = theme.muted;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const value of yTicks.at) {
    const at = Math.round(y(value)) + 0.5;
    context.beginPath();
    context.moveTo(box.left, at);
    context.lineTo(box.right, at);
    context.stroke();
    context.fillText(yTicks.label(value), box.left - GAP, at);
  }
  context.textBaseline = 'alphabetic';
  context.fillText('epoch', box.right, box.bottom + 15);
  const wordFrom = box.right - context.measureText('epoch').width - GAP;
  context.textAlign = 'center';
  for (const value of xTicks.at) {
    const at = Math.round(x(value)) + 0.5;
    context.beginPath();
    context.moveTo(at, box.bottom);
    context.lineTo(at, box.bottom + 4);
    context.stroke();
    const text = xTicks.label(value);
    if (at + context.measureText(text).width / 2 < wordFrom) context.fillText(text, at, box.bottom + 15);
  }
  context.strokeStyle = theme.axis;
  context.strokeRect(box.left + 0.5, box.top + 0.5, box.right - box.left - 1, box.bottom - box.top);
}

/**
 * Draws points [epoch, value, error] over [from, to], fitted to those since an epoch. Returns the epoch at a
 * horizontal place, or undefined when there is nothing to draw.
 */
export function draw(canvas, points, { from, to, since, colour, theme, marked }) {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (!width || !height) return undefined;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  if (!points.length) return undefined;

  const [low, high] = range(points, since);
  const yTicks = ticks(low, high, Math.max(2, Math.floor(height / 30)));
  context.font = FONT;
  const left = Math.ceil(Math.max(NARROWEST_LABELS, ...yTicks.at.map(v => context.measureText(yTicks.label(v)).width + GAP + 3)));
  const box = { left, right: width - RIGHT, top: TOP, bottom: height - BOTTOM };
  const last = Math.max(to, from + 1);
  const x = epoch => box.left + ((epoch - from) / (last - from)) * (box.right - box.left);
  const y = value => box.bottom - ((value - low) / (high - low)) * (box.bottom - box.top);
  const xTicks = ticks(from, last, Math.max(2, Math.floor(width / 70)), true);
  axes(context, box, xTicks, yTicks, x, y, theme);

  const kept = thin(points, x, ratio);
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  context.clip();
  context.fillStyle = colour;
  context.globalAlpha = 0.14;
  band(context, kept, x, y, 2);
  context.globalAlpha = 0.24;
  band(context, kept, x, y, 1);
  context.globalAlpha = 1;
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  context.beginPath();
  kept.forEach(([epoch, value]) => context.lineTo(x(epoch), y(value)));
  context.stroke();
  context.restore();
  mark(context, box, kept, x, y, colour, theme, marked);
  return place => from + ((place - box.left) / (box.right - box.left)) * (last - from);
}

/** A dot on the newest point, and a hair line where the pointer is. */
function mark(context, box, points, x, y, colour, theme, marked) {
  const [epoch, value] = marked ?? points.at(-1);
  if (marked) {
    context.strokeStyle = theme.muted;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x(epoch), box.top);
    context.lineTo(x(epoch), box.bottom);
    context.stroke();
  }
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x(epoch), y(value), 3, 0, 2 * Math.PI);
  context.fill();
}
