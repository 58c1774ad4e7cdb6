package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.catalog.Option;
import java.util.List;
import java.util.function.Function;

/** The catalogue of learners; an entry makes a new learner for a task, or refuses the task. */
public final class Learners {

    public static final Catalog<Function<Task, Learner>> CATALOG = new Catalog<Function<Task, Learner>>("learner")
            .with("none", "leaves the couplings as they are", List.of(), _ -> Fixed::new)
            .with(
                    "moment-matching",
                    "finds K and h for a bond density and a magnetisation",
                    moments(),
                    o -> task -> new MomentMatching(
                            task,
                            o.number("bond_density", b -> Math.abs(b) < 1),
                            o.number("magnetisation", m -> Math.abs(m) < 1)))
            .with(
                    "black-box-bound",
                    "climbs the uniform mean-field bound by sampled gradients",
                    bound(),
                    o -> task -> new BlackBoxBound(
                            task,
                            o.number("lambda", l -> Math.abs(l) <= 5),
                            o.number("delay", d -> d > 0 && d <= 1e9),
                            o.number("decay", d -> d > 0.5 && d <= 1)))
            .with(
                    "restoration",
                    "restores noisy images, learning their smoothness and the noise",
                    images(),
                    o -> task -> new Restoration(
                            task,
                            o.number("flip_rate", p -> p >= 0.01 && p <= 0.49),
                            (int) o.integer("memory", 1, 64),
                            o.number("hold", h -> h >= 0 && h < 1)));

    private Learners() {}

    private static List<Option> moments() {
        return List.of(
                new Option("bond_density", "", "above -1, below 1", "wanted mean of s s' over the bonds"),
                new Option("magnetisation", "", "above -1, below 1", "wanted mean of s over the sites"));
    }

    private static List<Option> bound() {
        return List.of(
                new Option("lambda", "0.5", "-5..5", "natural parameter to start from"),
                new Option("delay", "10", "above 0, at most 1e9", "epochs after which steps begin to shrink"),
                new Option("decay", "0.7", "above 0.5, at most 1", "exponent with which steps shrink"));
    }

    private static List<Option> images() {
        return List.of(
                new Option("flip_rate", "0.35", "0.01..0.49", "chance of a flipped pixel to start from"),
                new Option("memory", "6", "1..64", "frames of one image that are learned from at once"),
                new Option("hold", "0.4", "0 or more, below 1", "part of the run, at its end, with K and p held"));
    }
}
