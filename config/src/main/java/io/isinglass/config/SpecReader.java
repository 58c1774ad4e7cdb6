package io.isinglass.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The reader of specs: text in, a checked {@link Located} spec out, or every problem at once. */
public final class SpecReader {

    /** The most characters that a spec may have. */
    public static final int MAX_CHARACTERS = 1 << 20;

    /*
     * Text becomes a tree with a place for every key; overrides are put into the tree; the JSON Schema judges the tree;
     * and the records, made section by section, judge what a schema cannot say. A section with a problem is not made.
     */

    private SpecReader() {}

    /**
     * Reads a spec, written in JSON if {@code source} ends in .json, or starts with a brace and is not called .yaml or
     * .yml; in YAML otherwise. Overrides are {@code path=value}, with dots in the path and a scalar as the value.
     *
     * @param source how messages name the text, usually its file name
     * @throws SpecException with all problems, in the order of their lines
     */
    public static Located read(String source, String text, List<String> overrides) {
        Draft draft = new Draft(source);
        List<Assignment> wanted = overrides.stream()
                .flatMap(override -> Assignment.read(override, draft).stream())
                .toList();
        return spec(text, wanted, draft).map(draft::located).orElseThrow(() -> new SpecException(ordered(draft)));
    }

    private static Optional<Spec> spec(String text, List<Assignment> overrides, Draft draft) {
        try {
            parse(draft, text.startsWith("\uFEFF") ? text.substring(1) : text);
            overrides.forEach(override -> override.apply(draft));
        } catch (Unreadable e) {
            draft.problem(e.place(), "", e.getMessage());
            return Optional.empty();
        }
        SpecSchema.judge(draft);
        return new Assembly(draft).spec();
    }

    private static void parse(Draft draft, String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new Unreadable(
                    new Place(draft.source(), 0),
                    "must have at most " + MAX_CHARACTERS + " characters, has " + text.length());
        }
        if (isJson(draft.source(), text)) {
            JsonText.read(text, draft);
        } else {
            YamlText.read(text, draft);
        }
    }

    private static boolean isJson(String source, String text) {
        String name = source.toLowerCase(Locale.ROOT);
        boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
        return name.endsWith(".json") || !yaml && text.stripLeading().startsWith("{");
    }

    /** By line; what overrides brought in comes last. */
    private static List<Problem> ordered(Draft draft) {
        return draft.problems().stream()
                .sorted(Comparator.comparingInt(
                        problem -> problem.source().equals(draft.source()) ? problem.line() : Integer.MAX_VALUE))
                .toList();
    }
}
