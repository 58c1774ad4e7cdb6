package io.isinglass.engine.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

/**
 * Things that a spec can name, in the order in which they were entered: a name, what it is, its options, and how to
 * make one from them. No scanning, no reflection: the reader finds every entry by opening one file.
 */
public final class Catalog<T> {

    /** One line of a catalogue. */
    public record Entry<T>(String name, String summary, List<Option> options, Function<Options, T> maker) {}

    private final String what;
    private final SequencedMap<String, Entry<T>> entries = new LinkedHashMap<>();

    /** An empty catalogue of {@code what}, a noun such as {@code model}. */
    public Catalog(String what) {
        this.what = what;
    }

    public Catalog<T> with(String name, String summary, List<Option> options, Function<Options, T> maker) {
        if (entries.putIfAbsent(name, new Entry<>(name, summary, List.copyOf(options), maker)) != null) {
            throw new IllegalStateException(what + " " + name + " is entered twice");
        }
        return this;
    }

    /** Makes what {@code name} stands for; refuses an unknown name, naming the one that was probably meant. */
    public T make(String name, Map<String, Object> given) {
        Entry<T> entry = entries.get(name);
        if (entry == null) {
            throw new Refused("kind", Names.unknown(what, name, entries.keySet()));
        }
        return entry.maker().apply(new Options(given, entry.options()));
    }

    public Set<String> names() {
        return entries.sequencedKeySet();
    }

    public List<Entry<T>> entries() {
        return new ArrayList<>(entries.sequencedValues());
    }

    public String what() {
        return what;
    }
}
