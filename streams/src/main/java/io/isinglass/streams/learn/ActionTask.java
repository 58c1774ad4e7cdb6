package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Options;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.measure.Observable;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What is asked of {@link KnownAction}, in the words of a spec.
 *
 * @param theory the couplings that the theory has, by name
 * @param guess where those of them start that do not start where the target has them
 * @param imaginary the imaginary parts of the target's couplings
 * @param scan the coupling that expectation values are told against; empty: none
 * @param reach how far from the target's value
 */
record ActionTask(
        String theory,
        Map<String, Double> guess,
        Map<String, Double> imaginary,
        String scan,
        double reach,
        String observables,
        int chains,
        double hold,
        double leastEss) {

    static final List<Option> OPTIONS = List.of(
            new Option("theory", "all", "names of couplings, or all", "couplings of the theory; all others are 0"),
            new Option(
                    "guess", "none", "couplings such as w=1 a=0.5, or none", "where they start; others at the target"),
            new Option("imaginary", "none", "couplings such as w=1 a=0.5, or none", "imaginary parts of the target"),
            new Option("scan", "none", "the name of a coupling, or none", "coupling that is moved about the target"),
            new Option("reach", "0.15", "above 0, at most 1e6", "how far it is moved to either side"),
            new Option("observables", "all", "names of observables, or all", "what is told under other actions"),
            new Option("chains", "8", "1..4096", "independent chains, swept side by side"),
            new Option("hold", "0.5", "0 or more, below 1", "part of the run, at its end, with the theory held"),
            new Option(
                    "least_ess", "0.01", "above 0, at most 1", "share of the sample that must count, or none is told"));

    static ActionTask of(Options o) {
        return new ActionTask(
                o.text("theory"),
                o.numbers("guess"),
                o.numbers("imaginary"),
                o.text("scan"),
                o.number("reach", r -> r > 0 && r <= 1e6),
                o.text("observables"),
                (int) o.integer("chains", 1, 4096),
                o.number("hold", h -> h >= 0 && h < 1),
                o.number("least_ess", e -> e > 0 && e <= 1));
    }

    /** The numbers of the couplings that the theory has, in the model's order. */
    int[] learned(List<Term> terms) {
        List<String> names = words(theory);
        int all = (int) terms.stream().filter(Term::turned).count();
        if (theory.equals("all")) {
            return IntStream.range(0, all).toArray();
        }
        names.forEach(name -> index("theory", theory, name, terms));
        return IntStream.range(0, all)
                .filter(k -> names.contains(terms.get(k).name()))
                .toArray();
    }

    /** The couplings of the theory as it starts; all that it has not are 0. */
    Couplings start(List<Term> terms, Couplings target) {
        double[] start = new double[target.values().length];
        for (int k : learned(terms)) {
            start[k] = guess.getOrDefault(terms.get(k).name(), target.at(k));
        }
        for (String name : guess.keySet()) {
            int k = index("guess", name, name, terms);
            if (IntStream.of(learned(terms)).noneMatch(each -> each == k)) {
                throw new Refused("options.guess", "guess must be of couplings of the theory, which has no " + name);
            }
        }
        return new Couplings(start);
    }

    /** The actions that expectation values are told of: the theory itself first, then the target. */
    List<Aim> aims(List<Term> terms, Couplings theory, Couplings target, int points) {
        List<Aim> aims = new ArrayList<>(List.of(new Aim("theory", theory), new Aim("target", target)));
        double[] turned = new double[target.values().length];
        imaginary.forEach((name, value) -> turned[index("imaginary", name, name, terms)] = value);
        Aim complex = new Aim("complex", target, turned);
        if (complex.isComplex()) {
            aims.add(complex);
        }
        if (!scan.equals("none")) {
            int k = index("scan", scan, scan, terms);
            for (int point = 0; point < points; point++) {
                double off = reach * (2.0 * point / (points - 1) - 1);
                aims.add(new Aim("scan." + point, target.with(k, target.at(k) + off)));
            }
        }
        return aims;
    }

    /** Those of a model's observables that are wanted. */
    List<Observable> observables(List<Observable> all) {
        if (observables.equals("all")) {
            return all;
        }
        List<String> known = all.stream().map(Observable::name).toList();
        words(observables).forEach(name -> refuse("observables", observables, known.contains(name)));
        return all.stream()
                .filter(each -> words(observables).contains(each.name()))
                .toList();
    }

    /** The number of the coupling of a name. */
    static int index(String option, String given, String name, List<Term> terms) {
        int index = IntStream.range(0, terms.size())
                .filter(k -> terms.get(k).turned() && terms.get(k).name().equals(name))
                .findFirst()
                .orElse(-1);
        refuse(option, given, index >= 0);
        return index;
    }

    private static void refuse(String option, String given, boolean allowed) {
        if (!allowed) {
            String range = OPTIONS.stream()
                    .filter(each -> each.name().equals(option))
                    .findFirst()
                    .orElseThrow()
                    .allowed();
            throw new Refused("options." + option, option + " must be " + range + ", was " + given);
        }
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("[ ,]+"));
    }
}
