package io.isinglass.streams.source;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.learn.Schema;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;

/**
 * What the time of a record says: whether it counts, its covariates, and whether it is the next after another.
 *
 * @param first the first hour of the day that counts
 * @param last the last one
 * @param factors those of {@link #FACTORS} that records come with
 * @param step how far apart two records are that follow each other
 */
record Calendar(int first, int last, List<String> factors, Duration step) {

    static final List<String> FACTORS = List.of("hour", "weekday");

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']HH[:mm[:ss]]")
            .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
            .toFormatter();

    /** A calendar of these hours, as {@code 7-21} or {@code all}, and factors, as {@code hour,weekday} or {@code none}. */
    static Calendar of(String hours, String factors, long minutes) {
        int first = 0;
        int last = 23;
        if (!hours.equals("all")) {
            String[] ends = hours.split("-", -1);
            first = ends.length == 2 ? hour(ends[0], hours) : -1;
            last = ends.length == 2 ? hour(ends[1], hours) : -1;
            if (first < 0 || last < first) {
                throw refusedHours(hours);
            }
        }
        List<String> chosen = new ArrayList<>();
        for (String factor : factors.equals("none") ? new String[0] : factors.split(",", -1)) {
            if (!FACTORS.contains(factor) || chosen.contains(factor)) {
                throw new Refused(
                        "options.factors", "factors must be none, hour, weekday or hour,weekday, was " + factors);
            }
            chosen.add(factor);
        }
        return new Calendar(first, last, List.copyOf(chosen), Duration.ofMinutes(minutes));
    }

    private static int hour(String text, String hours) {
        if (!text.matches("[01]?[0-9]|2[0-3]")) {
            throw refusedHours(hours);
        }
        return Integer.parseInt(text);
    }

    private static Refused refusedHours(String hours) {
        return new Refused("options.hours", "hours must be all, or two of 0..23 such as 7-21, was " + hours);
    }

    /** A time as text; throws {@link DateTimeParseException}. */
    static LocalDateTime time(String text) {
        return LocalDateTime.parse(text, FORMAT);
    }

    boolean counts(LocalDateTime time) {
        return time.getHour() >= first && time.getHour() <= last;
    }

    boolean follows(LocalDateTime before, LocalDateTime time) {
        return before.plus(step).equals(time);
    }

    List<Integer> levels(LocalDateTime time) {
        return factors.stream()
                .map(factor -> factor.equals("hour")
                        ? time.getHour() - first
                        : time.getDayOfWeek().getValue() - 1)
                .toList();
    }

    List<Schema.Factor> schema() {
        return factors.stream()
                .map(factor -> new Schema.Factor(factor, factor.equals("hour") ? last - first + 1 : 7))
                .toList();
    }
}
