package io.isinglass.streams.learn;

import io.isinglass.engine.measure.Estimate;

/** A number that a learner tells of an epoch. */
public record Reading(String key, Estimate estimate) {}
