package io.isinglass.config;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Map;

/**
 * A spec with the places where its keys were written. Pointers are JSON pointers such as {@code /lattice/blocks}; a key
 * that was not written stands where its nearest written ancestor does.
 */
public record Located(Spec spec, Map<String, Place> places) {

    public Located {
        places = Map.copyOf(places);
        if (!places.containsKey("")) {
            throw new IllegalArgumentException("places must hold the document itself, under \"\"");
        }
    }

    /** The canonical JSON of the spec: keys sorted, defaults filled in. */
    public String json() {
        return spec.toJson();
    }

    /** The hex SHA-256 of {@link #json()}. */
    public String specHash() {
        return spec.hash();
    }

    /** The line of a key, counted from 1, or 0 when {@code --set} wrote it. */
    public int line(String pointer) {
        return place(pointer).line();
    }

    /** Where a key was written: in the source, or by a {@code --set}. */
    public Place place(String pointer) {
        JsonPointer at = JsonPointer.compile(pointer);
        while (!places.containsKey(at.toString())) {
            at = at.head();
        }
        return places.get(at.toString());
    }

    /** A problem with a key, at its place: for checks that need the catalogues or the data. */
    public Problem problem(String pointer, String message) {
        Place place = place(pointer);
        return new Problem(place.source(), place.line(), Draft.dotted(JsonPointer.compile(pointer)), message);
    }
}
