package io.isinglass.actors.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a site costs a kernel a sweep, measuring and edges included, in one thread.
 *
 * @param fast whether it is the fastest form of the kernel; else the clear one
 * @param dimensions of a lattice as long in each, in one block that is its own neighbour
 */
public record Rate(
        String model,
        String kernel,
        boolean fast,
        int dimensions,
        int length,
        @JsonProperty("ps_per_site") Measured picoseconds) {}
