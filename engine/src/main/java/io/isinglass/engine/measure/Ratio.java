package io.isinglass.engine.measure;

import java.util.function.ToDoubleFunction;

/** A number that only many sweeps have: a function of the means of the observables, in their order. */
public record Ratio(String name, ToDoubleFunction<double[]> of) {}
