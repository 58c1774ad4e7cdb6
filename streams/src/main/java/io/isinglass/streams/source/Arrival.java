package io.isinglass.streams.source;

/**
 * A record as it came from outside.
 *
 * @param number its place among the records of the run, from 0
 * @param line its place among all lines, from 1
 * @param text the line as it came
 * @param follows whether it is the next in time after the record before
 * @param lost how many lines between the record before and this one were no record
 */
public record Arrival(long number, long line, String text, boolean follows, long lost) {}
