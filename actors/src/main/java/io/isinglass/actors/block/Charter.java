package io.isinglass.actors.block;

/** What a run is from its beginning: its id, and its spec as canonical JSON. Every node can make the plan out of it. */
public record Charter(String run, String spec) {}
