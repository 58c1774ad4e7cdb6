package io.isinglass.engine.catalog;

/**
 * A setting that a catalogue entry understands.
 *
 * @param fallback the value it has when it is not given, as it would be written in a spec; empty: it must be given
 * @param allowed the allowed range, in words
 */
public record Option(String name, String fallback, String allowed, String summary) {}
