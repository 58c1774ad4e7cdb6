package io.isinglass.streams.learn;

import io.isinglass.engine.field.Start;

/**
 * One of the copies of the field that a learner has swept side by side.
 *
 * @param name prefixes the keys of the chain's metrics; empty for an only chain
 * @param evidence whether the chain is shown what the data source sees
 * @param told whether its observables and its field are told; else the learner tells what there is to know of it
 * @param pooled whether it samples the same distribution as all others that are pooled, so that they are told together
 *     as well
 */
public record Chain(String name, Start start, boolean evidence, boolean told, boolean pooled) {

    /** A chain that shares its distribution with no other, or does not say so. */
    public Chain(String name, Start start, boolean evidence, boolean told) {
        this(name, start, evidence, told, false);
    }

    /** A chain that is told of. */
    public Chain(String name, Start start, boolean evidence) {
        this(name, start, evidence, true);
    }

    /** The key of a metric of this chain. */
    public String key(String metric) {
        return name.isEmpty() ? metric : name + "." + metric;
    }
}
