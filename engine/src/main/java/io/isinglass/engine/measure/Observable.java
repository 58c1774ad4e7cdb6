package io.isinglass.engine.measure;

import java.util.function.ToDoubleFunction;

/** A number seen once a sweep: a function of the sums of a model's terms over the whole lattice. */
public record Observable(String name, ToDoubleFunction<double[]> of) {}
