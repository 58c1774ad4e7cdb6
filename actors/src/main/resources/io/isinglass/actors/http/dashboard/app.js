// Puts the page together: which run is shown, what the API says about it, and who is told.

import { follow, getDrawing, getPicture, getRun, listRuns, removeRun } from './api.js';
import { byId, make, offer, say } from './dom.js';
import { Drawings } from './drawings.js';
import { count, duration, rate } from './format.js';
import { Launch } from './launch.js';
import { Metrics } from './metrics.js';
import { Pictures } from './pictures.js';
import { Traces } from './traces.js';

const VIEW_MS = 500;
const LIST_MS = 2500;
/** A run that is so much younger than it was is another one, of a server that was started anew. */
const RESTARTED_S = 5;

const pictures = new Pictures(getPicture);
const drawings = new Drawings(getDrawing);
const traces = new Traces(() => metrics.mark());
const metrics = new Metrics({ toggle: key => traces.toggle(key), traced: () => traces.keys() });
const launch = new Launch(view => select(view));

let current;
let stopFollowing = () => {};
let rows = 0;
let missed = 0;
let link = '';

/** Shows a run from its first row that is still there. */
function select(view) {
  stopFollowing();
  current = view;
  rows = 0;
  missed = 0;
  document.body.dataset.rows = '0';
  history.replaceState(null, '', `#${view.id}`);
  pictures.clear();
  drawings.clear();
  traces.clear(view.chains);
  metrics.clear(view.chains);
  setLink('connecting');
  launch.alone = false;
  byId('run-view').hidden = false;
  update(view);
  stopFollowing = follow(view.id, { row: onRow, gap: onGap, end: onEnd, link: setLink });
}

function onRow(row) {
  rows++;
  document.body.dataset.rows = rows;
  pictures.reached(row.epoch);
  drawings.reached(row.epoch);
  traces.push(row);
  metrics.push(row);
}

function onGap(number) {
  missed += number;
  setLink(link);
}

function onEnd(view) {
  setLink('complete');
  update(view);
}

function setLink(now) {
  link = now;
  pictures.paused = now === 'reconnecting';
  drawings.paused = pictures.paused;
  const element = byId('link');
  element.dataset.link = now;
  const gap = missed ? `, ${count(missed)} rows missed` : '';
  say(element, now ? `${now}${gap}` : '');
  element.title = missed ? 'The server keeps the last rows only; these were gone when this page asked for them.' : '';
}

function grid(planes, rows, columns) {
  return `${planes > 1 ? `${planes} × ` : ''}${rows} × ${columns}`;
}

/** Tells what a run's view says. */
function update(view) {
  current = view;
  const running = view.state === 'running';
  say(byId('state'), view.state);
  byId('state').dataset.state = view.state;
  const trouble = view.failure || view.notice || '';
  byId('failure').hidden = !trouble;
  say(byId('failure'), trouble);
  byId('status').hidden = false;
  const open = view.total === null;
  const of = open ? '' : ` of ${count(view.total)}`;
  byId('progress').max = open ? Math.max(1, view.epochs) : view.total;
  byId('progress').value = view.epochs;
  const time = running ? (view.left_s > 0 ? `${duration(view.left_s)} left` : open ? 'no end in sight' : 'starting') : `in ${duration(view.elapsed_s)}`;
  say(byId('epochs'), `epoch ${count(view.epochs)}${of}, ${time}`);
  const { lattice } = view;
  facts([
    ['sweeps/s', rate(view.sweeps_per_second)],
    ['site updates/s', rate(view.site_updates_per_second)],
    ...(lattice ? sizes(lattice) : []),
    ['model', view.model],
    ['kernel', view.kernel],
    ['learner', view.learner],
  ]);
  byId('remove').hidden = false;
  say(byId('remove'), running ? 'Stop' : 'Remove');
  document.title = `${view.name}, ${running ? `epoch ${count(view.epochs)}${of}` : view.state} – Isinglass`;
  pictures.update(view);
  drawings.update(view);
}

function sizes(lattice) {
  return [
    lattice.bonds === undefined
      ? [lattice.boundary, grid(lattice.depth, lattice.rows, lattice.columns)]
      : [`sites, ${count(lattice.bonds)} bonds`, count(lattice.columns)],
    ['blocks', grid(lattice.block_planes, lattice.block_rows, lattice.block_columns)],
  ];
}

function facts(pairs) {
  const list = byId('facts');
  if (list.children.length !== pairs.length) {
    list.replaceChildren(...pairs.map(() => make('div', {}, make('dt'), make('dd'))));
  }
  pairs.forEach(([name, value], k) => {
    say(list.children[k].firstChild, name);
    say(list.children[k].lastChild, value);
  });
}

function showNothing() {
  stopFollowing();
  stopFollowing = () => {};
  current = undefined;
  missed = 0;
  pictures.clear();
  drawings.clear();
  document.title = 'Isinglass';
  document.body.dataset.rows = '0';
  say(byId('state'), '');
  setLink('');
  for (const id of ['run-view', 'status', 'remove', 'run-choice', 'failure']) byId(id).hidden = true;
  launch.alone = true;
}

/** Takes in the list of runs: the one shown may be gone, or be another one of the same id. */
function take(runs) {
  if (!runs.length) return showNothing();
  byId('run-choice').hidden = false;
  const shown = runs.find(run => run.id === current?.id);
  if (!shown || shown.elapsed_s < current.elapsed_s - RESTARTED_S) {
    const named = runs.find(run => `#${run.id}` === location.hash);
    select(named ?? runs.find(run => run.state === 'running') ?? runs[0]);
  }
  if (current.state !== 'running' && link === 'reconnecting') setLink('complete');
  offer(byId('run'), runs.map(run => [run.id, `${run.id}, ${run.state}`]), current.id);
}

/** Does something again and again while the page is seen; what fails shows in the connection's state. */
async function repeat(interval, action) {
  try {
    if (!document.hidden) await action();
  } catch (error) {
    if (error.status === 0) setLink('reconnecting');
    else if (!('status' in error)) throw error;
  } finally {
    setTimeout(() => repeat(interval, action), interval);
  }
}

byId('run').onchange = async event => select(await getRun(event.target.value));
byId('remove').onclick = async () => {
  const { id, state } = current;
  if (state === 'running' && !confirm(`Stop ${id}? Its pictures and numbers here are removed with it.`)) return;
  await removeRun(id).catch(() => {});
  take(await listRuns());
};

repeat(LIST_MS, async () => take(await listRuns()));
repeat(VIEW_MS, async () => {
  if (current?.state !== 'running') return;
  const view = await getRun(current.id);
  if (view.id === current?.id && view.epochs >= current.epochs) update(view);
});
