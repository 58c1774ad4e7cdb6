package io.isinglass.streams.learn;

/**
 * How a network of two layers is learned.
 *
 * @param minibatch records that a step learns from
 * @param chains those that are swept on from step to step
 * @param temperatures rungs of the ladder that each of them is; 1: none
 * @param rate the part of a natural step that is taken at first
 * @param delay steps after which they begin to shrink
 * @param decay how strongly couplings of bonds are held back: as so many records that show none
 * @param grain the distance of values that records can tell apart
 */
record LayersTask(
        TwoLayers.Shape shape,
        int minibatch,
        int chains,
        int temperatures,
        double rate,
        double delay,
        double decay,
        double grain) {

    /** The same for a network of another shape. */
    LayersTask with(TwoLayers.Shape other) {
        return new LayersTask(other, minibatch, chains, temperatures, rate, delay, decay, grain);
    }
}
