// The public HTTP API, and nothing else.

const RUNS = 'api/v1/runs';
const REOPEN_MS = 2000;

/** A refusal of the server, as RFC 9457 problem details tell it; status 0 when there was no answer. */
export class Problem extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Problem(0, 'The server does not answer.');
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new Problem(response.status, problem.detail ?? problem.title ?? `${response.status} ${response.statusText}`);
}

const ofRun = id => `${RUNS}/${encodeURIComponent(id)}`;

export const listRuns = async () => (await (await ask(RUNS)).json()).runs;

export const getRun = async id => (await ask(ofRun(id))).json();

export const removeRun = id => ask(ofRun(id), { method: 'DELETE' });

/** Starts a shipped spec by its name. */
export const startShipped = async spec =>
  (await ask(`${RUNS}?spec=${encodeURIComponent(spec)}`, { method: 'POST' })).json();

/** Starts a spec given as text. */
export const startSpec = async yaml =>
  (await ask(RUNS, { method: 'POST', body: yaml, headers: { 'Content-Type': 'application/yaml' } })).json();

/** A picture with its epoch. The bitmap is the caller's to close. */
export async function getPicture(id, name) {
  const response = await ask(`${ofRun(id)}/pictures/${encodeURIComponent(name)}`);
  return { epoch: Number(response.headers.get('X-Epoch')), bitmap: await createImageBitmap(await response.blob()) };
}

/** A drawing with its epoch. The address is the caller's to revoke. */
export async function getDrawing(id, name) {
  const response = await ask(`${ofRun(id)}/pictures/${encodeURIComponent(name)}`);
  return { epoch: Number(response.headers.get('X-Epoch')), url: URL.createObjectURL(await response.blob()) };
}

/**
 * Follows the rows of a run until it ends: row(Row), gap(rows missed), end(RunView), link('live' | 'reconnecting').
 * Returns a function that stops it.
 */
export function follow(id, { row, gap, end, link }) {
  let source;
  let timer;
  let last = -1;

  const open = () => {
    source = new EventSource(`${ofRun(id)}/metrics?after=${last}`);
    source.onopen = () => link('live');
    source.addEventListener('row', event => {
      const data = JSON.parse(event.data);
      // The server may repeat rows after a lost connection.
      if (data.seq <= last) return;
      last = data.seq;
      row(data);
    });
    source.addEventListener('gap', event => gap(JSON.parse(event.data).missed));
    source.addEventListener('end', event => {
      source.close();
      end(JSON.parse(event.data));
    });
    source.onerror = () => {
      link('reconnecting');
      // The browser comes back by itself, unless the answer was not a stream at all.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, REOPEN_MS);
    };
  };

  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
