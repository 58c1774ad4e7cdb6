package io.isinglass.streams.learn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The couplings of a network as a map: sites where they are on earth, bound by those couplings that are well known. */
final class CouplingMap {

    private static final double SIGMAS = 3;
    private static final int MOST = 100;

    private CouplingMap() {}

    /** A coupling of two sites. */
    record Bound(int one, int other, double mean, double error) {

        boolean isKnown() {
            return Math.abs(mean) > SIGMAS * error;
        }
    }

    /** The strongest of many couplings, the strongest first, of equals the one that comes first. */
    static List<Bound> strongest(List<Bound> couplings, int most) {
        List<Bound> strongest = new ArrayList<>();
        for (Bound each : couplings) {
            if (strongest.size() < most || strength(each) > strength(strongest.getLast())) {
                int at = strongest.size();
                while (at > 0 && strength(each) > strength(strongest.get(at - 1))) {
                    at--;
                }
                strongest.add(at, each);
                strongest
                        .subList(Math.min(most, strongest.size()), strongest.size())
                        .clear();
            }
        }
        return strongest;
    }

    private static double strength(Bound bound) {
        return Math.abs(bound.mean());
    }

    /**
     * The map.
     *
     * @param values of the sites, −1..1
     * @param seen the last record, NaN where nothing was seen
     */
    static Web of(Schema schema, double[] values, double[] seen, List<Bound> couplings) {
        List<Place> places = schema.places();
        double middle = places.stream().mapToDouble(Place::latitude).average().orElse(0);
        // A degree of longitude is shorter than one of latitude, by as much as the middle of the map is from the
        // equator.
        double shorter = Math.cos(Math.toRadians(middle));
        List<Web.Knot> knots = IntStream.range(0, places.size())
                .mapToObj(site -> new Web.Knot(
                        schema.site(site),
                        shorter * places.get(site).longitude(),
                        places.get(site).latitude(),
                        values[site],
                        !Double.isNaN(seen[site])))
                .toList();
        List<Bound> known = new ArrayList<>(couplings.stream()
                .filter(Bound::isKnown)
                .sorted(Comparator.comparingDouble(bound -> Math.abs(bound.mean())))
                .toList());
        List<Bound> shown = known.subList(Math.max(0, known.size() - MOST), known.size());
        return new Web(
                "map",
                "%d couplings of %d, the strongest of %d beyond %.0f of their errors"
                        .formatted(shown.size(), couplings.size(), known.size(), SIGMAS),
                knots,
                shown.stream()
                        .map(bound -> new Web.Strand(bound.one(), bound.other(), bound.mean(), bound.error()))
                        .toList());
    }
}
