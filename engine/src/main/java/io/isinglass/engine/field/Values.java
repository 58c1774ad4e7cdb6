package io.isinglass.engine.field;

/** What a site may hold. */
public enum Values {
    /** +1 or −1. */
    SPIN,
    /** Any finite real number. */
    REAL
}
