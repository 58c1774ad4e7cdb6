package io.isinglass.config;

/** A bad value, and under which key of its record it stands. */
final class Refusal extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String key;
    private final String reason;

    Refusal(String key, String reason) {
        super(key + ": " + reason);
        this.key = key;
        this.reason = reason;
    }

    String key() {
        return key;
    }

    String reason() {
        return reason;
    }
}
