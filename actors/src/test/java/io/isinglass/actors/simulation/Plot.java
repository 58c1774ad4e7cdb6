package io.isinglass.actors.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a schedule is about: which run, on how many nodes, and what befalls them. Drawn from the seed, and nothing but that.
 *
 * @param every how long the run may go on without a point in the vault
 * @param delay how long it takes the vault to take or give an object, at most
 */
record Plot(
        Tiny tiny,
        int places,
        Machine.Order order,
        Duration every,
        int keep,
        Duration delay,
        Wires.Weather wires,
        Database.Weather database,
        Cellar.Weather cellar,
        List<Mishap> mishaps) {

    /** What can befall a node or the run. */
    enum Kind {
        CRASH,
        ISOLATION,
        SPLIT,
        DEPARTURE,
        MOVE,
        BRIEF_CUT,
        SPOILING,
        RUIN,
        CLOCK,
        PAUSE,
        CHECKPOINT,
        USURPER
    }

    /** Something that happens at a time, to the node of a number. */
    record Mishap(Kind kind, Duration at, int place, long size) {}

    /** Each as often as it stands here. */
    private static final List<Kind> KINDS = Stream.concat(
                    Stream.of(Kind.values()), Stream.of(Kind.RUIN, Kind.RUIN, Kind.MOVE, Kind.MOVE, Kind.CRASH))
            .toList();

    private static final List<Duration> EVERY = List.of(
            Duration.ZERO, Duration.ofMillis(3), Duration.ofMillis(15), Duration.ofMillis(200), Duration.ofSeconds(5));

    /** Nothing happens at all. */
    static Plot calm(Tiny tiny) {
        return new Plot(
                tiny,
                1,
                Machine.Order.MOSTLY_FIRST,
                Duration.ofSeconds(5),
                3,
                Duration.ofMillis(1),
                Wires.Weather.FINE,
                Database.Weather.FINE,
                Cellar.Weather.FINE,
                List.of());
    }

    static Plot of(Chance chance) {
        boolean foul = chance.once(0.6);
        return new Plot(
                Tiny.drawn(chance),
                2 + chance.below(2),
                chance.oneOf(List.of(Machine.Order.values())),
                chance.oneOf(EVERY),
                1 + chance.below(3),
                Duration.ofMillis(chance.oneOf(List.of(1, 5, 50, 2000))),
                new Wires.Weather(
                        foul ? chance.oneOf(List.of(0.0, 0.02, 0.15)) : 0,
                        foul ? chance.oneOf(List.of(0.0, 0.1, 0.4)) : 0,
                        chance.oneOf(List.of(0.0, 0.02, 0.2))),
                new Database.Weather(
                        foul ? chance.oneOf(List.of(0.0, 0.05, 0.2)) : 0,
                        foul ? chance.oneOf(List.of(0.0, 0.0, 0.05)) : 0,
                        foul ? chance.oneOf(List.of(0.0, 0.0, 0.1)) : 0,
                        chance.oneOf(List.of(0.0, 0.0, 0.2))),
                new Cellar.Weather(
                        foul ? chance.oneOf(List.of(0.0, 0.0, 0.1)) : 0,
                        foul ? chance.oneOf(List.of(0.0, 0.0, 0.1)) : 0,
                        foul ? chance.oneOf(List.of(0.0, 0.0, 0.2)) : 0),
                mishaps(chance));
    }

    private static List<Mishap> mishaps(Chance chance) {
        List<Mishap> all = new ArrayList<>();
        int count = chance.oneOf(List.of(0, 1, 2, 3, 4, 8));
        // Runs are over after some ten milliseconds, unless something holds them up.
        long end = chance.oneOf(List.of(8L, 20L, 60L, 1000L, 20_000L));
        for (int each = 0; each < count; each++) {
            all.add(new Mishap(
                    chance.oneOf(KINDS),
                    Duration.ofNanos(chance.between(0, end * 1_000_000)),
                    chance.below(16),
                    chance.between(1, 40_000)));
        }
        return all;
    }
}
