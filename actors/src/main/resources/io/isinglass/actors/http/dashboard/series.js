// The points of one key, in bounded memory however long the run.

const RECENT = 2048;
const COARSE = 2048;
const WIDTH = 3;

/**
 * Points (epoch, value, error). The last ones are all kept; of the whole history, every 2^n-th, where n grows by one
 * each time that the space is full. An error that is not known is NaN.
 */
export class Series {
  #recent = new Float64Array(RECENT * WIDTH);
  #coarse = new Float64Array(COARSE * WIDTH);
  #count = 0;
  #coarseCount = 0;
  #stride = 1;
  last;

  push(row) {
    this.last = row;
    if (row.value === null) return;
    const point = [row.epoch, row.value, row.stderr ?? NaN];
    this.#recent.set(point, (this.#count % RECENT) * WIDTH);
    if (this.#count % this.#stride === 0) this.#keep(point);
    this.#count++;
  }

  #keep(point) {
    if (this.#coarseCount === COARSE) {
      for (let i = 0; i < COARSE / 2; i++) {
        this.#coarse.copyWithin(i * WIDTH, 2 * i * WIDTH, (2 * i + 1) * WIDTH);
      }
      this.#coarseCount = COARSE / 2;
      this.#stride *= 2;
    }
    this.#coarse.set(point, this.#coarseCount++ * WIDTH);
  }

  /** Calls visit(epoch, value, error) for the points from an epoch on, oldest first. */
  from(epoch, visit) {
    const kept = Math.min(this.#count, RECENT);
    const oldest = this.#count - kept;
    const recentFrom = kept ? this.#recent[(oldest % RECENT) * WIDTH] : Infinity;
    for (let i = 0; i < this.#coarseCount && this.#coarse[i * WIDTH] < recentFrom; i++) {
      this.#visit(this.#coarse, i, epoch, visit);
    }
    for (let i = oldest; i < this.#count; i++) {
      this.#visit(this.#recent, i % RECENT, epoch, visit);
    }
  }

  #visit(points, index, epoch, visit) {
    const at = index * WIDTH;
    if (points[at] >= epoch) visit(points[at], points[at + 1], points[at + 2]);
  }
}
