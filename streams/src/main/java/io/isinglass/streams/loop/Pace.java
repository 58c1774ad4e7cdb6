package io.isinglass.streams.loop;

/**
 * How a run goes on.
 *
 * @param sweeps sweeps an epoch
 * @param lag how many epochs are granted ahead of the last one learned from
 * @param view every how many epochs a picture is taken; 0: only when the learner asks
 */
public record Pace(int sweeps, int lag, int view) {}
