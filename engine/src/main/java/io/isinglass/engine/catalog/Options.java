package io.isinglass.engine.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.DoublePredicate;

/** The settings given to one catalogue entry, checked against the {@link Option}s it declares. */
public final class Options {

    private final Map<String, Object> given;
    private final Map<String, Option> declared = new TreeMap<>();

    /** Refuses a setting that is not declared, naming the one that was probably meant. */
    public Options(Map<String, Object> given, List<Option> declared) {
        this.given = Map.copyOf(given);
        declared.forEach(option -> this.declared.put(option.name(), option));
        given.keySet().stream()
                .sorted()
                .filter(key -> !this.declared.containsKey(key))
                .forEach(key -> {
                    throw new Refused("options." + key, Names.unknown("option", key, this.declared.keySet()));
                });
    }

    /** A finite number; refuses what is none, or lies outside the option's range. */
    public double number(String name, DoublePredicate allowed) {
        Object value = value(name);
        double number = value instanceof Number n ? n.doubleValue() : parse(name, value);
        if (!Double.isFinite(number) || !allowed.test(number)) {
            throw refusal(name, value);
        }
        return number;
    }

    /** A whole number from {@code least} to {@code most}, both included. */
    public long integer(String name, long least, long most) {
        double number = number(name, n -> n == Math.rint(n) && n >= least && n <= most);
        Object value = value(name);
        return value instanceof Long || value instanceof Integer ? ((Number) value).longValue() : (long) number;
    }

    public String text(String name) {
        return value(name).toString();
    }

    /** Numbers by name, as in {@code w=1 a=0.5}; none of them for the word {@code none}. Refuses anything else. */
    public SequencedMap<String, Double> numbers(String name) {
        SequencedMap<String, Double> numbers = new LinkedHashMap<>();
        if (text(name).equals("none")) {
            return numbers;
        }
        for (String pair : text(name).strip().split("[ ,]+")) {
            int sign = pair.indexOf('=');
            double number = sign > 0 ? parse(name, pair.substring(sign + 1)) : Double.NaN;
            if (!Double.isFinite(number) || numbers.put(pair.substring(0, sign), number) != null) {
                throw refusal(name, value(name));
            }
        }
        return numbers;
    }

    /** One of these words; refuses any other. */
    public String oneOf(String name, String... words) {
        String word = text(name);
        if (!List.of(words).contains(word)) {
            throw refusal(name, word);
        }
        return word;
    }

    public boolean isGiven(String name) {
        return given.containsKey(name);
    }

    private Object value(String name) {
        Option option = declared.get(name);
        if (option == null) {
            throw new IllegalStateException("option " + name + " is read but not declared");
        }
        Object value = given.getOrDefault(name, option.fallback());
        if (value.equals("")) {
            throw new Refused("options." + name, name + " must be given: " + option.allowed());
        }
        return value;
    }

    private double parse(String name, Object value) {
        try {
            return Double.parseDouble(value.toString());
        } catch (NumberFormatException _) {
            throw refusal(name, value);
        }
    }

    /** A refusal of what was given, for a reason that only who reads it can know. */
    public Refused refusal(String name) {
        return refusal(name, value(name));
    }

    private Refused refusal(String name, Object value) {
        return new Refused(
                "options." + name, name + " must be " + declared.get(name).allowed() + ", was " + value);
    }
}
