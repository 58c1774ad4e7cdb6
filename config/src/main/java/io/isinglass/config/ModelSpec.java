package io.isinglass.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The distribution to sample: a model's name, its couplings (β absorbed), and the field it starts from. */
public record ModelSpec(String kind, Map<String, Double> couplings, String start, Map<String, Object> options) {

    /** From where a field may start: {@code ordered} all sites alike, {@code disordered} each by its own chance. */
    public static final List<String> STARTS = List.of("ordered", "disordered");

    public ModelSpec {
        Check.name("kind", kind);
        couplings = checked(couplings);
        Check.oneOf("start", start, STARTS);
        options = Check.options(options);
    }

    private static Map<String, Double> checked(Map<String, Double> couplings) {
        Check.size("couplings", couplings.size());
        Map<String, Double> copy = new LinkedHashMap<>();
        couplings.forEach((name, value) -> {
            Check.key("couplings", name);
            if (!Double.isFinite(value)) {
                throw new Refusal("couplings", name + " must be a finite number, was " + value);
            }
            copy.put(name, value + 0.0); // −0 becomes 0: equal specs have equal hashes
        });
        return Collections.unmodifiableMap(copy);
    }
}
