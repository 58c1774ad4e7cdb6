package io.isinglass.config;

/** A text that is no document at all, and from which place on. */
final class Unreadable extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Place place;

    Unreadable(Place place, String message) {
        super(message);
        this.place = place;
    }

    Place place() {
        return place;
    }
}
