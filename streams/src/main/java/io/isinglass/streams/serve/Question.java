package io.isinglass.streams.serve;

import io.isinglass.engine.catalog.Refused;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records, and what is to be said of each.
 *
 * @param records how many there are
 * @param outputs what was named; empty: whatever can be said
 * @param seed of what is left to chance
 */
public record Question(int records, Map<String, Tensor> inputs, List<String> outputs, long seed) {

    public Question {
        inputs = Map.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** A question to an inference; refuses whatever it cannot be asked, with the name and the value. */
    public static Question of(Inference to, List<Tensor> given, List<String> outputs, long seed) {
        Map<String, Tensor> inputs = new HashMap<>();
        for (Tensor input : given) {
            named(to.inputs(), "input", input.name());
            if (inputs.put(input.name(), input) != null) {
                throw new Refused(input.name(), "input " + input.name() + " was given twice");
            }
        }
        for (Port port : to.inputs()) {
            if (!port.optional() && !inputs.containsKey(port.name())) {
                throw new Refused(
                        port.name(), "input %s must be given (inputs: %s)".formatted(port.name(), names(to.inputs())));
            }
        }
        outputs.forEach(name -> named(to.outputs(), "output", name));
        Port first = to.inputs().getFirst();
        List<Integer> shape = inputs.get(first.name()).shape();
        int records = shape.isEmpty() ? 0 : shape.getFirst();
        given.forEach(input -> checkShape(named(to.inputs(), "input", input.name()), input.shape(), records));
        inputs.computeIfPresent(first.name(), (_, record) -> without(record, inputs.get(Port.MISSING)));
        inputs.forEach((name, input) -> checkValues(named(to.inputs(), "input", name), input));
        return new Question(records, inputs, outputs, seed);
    }

    /** What is said to be missing is not looked at. */
    private static Tensor without(Tensor record, Tensor missing) {
        if (missing == null) {
            return record;
        }
        double[] seen = record.values().clone();
        for (int k = 0; k < seen.length; k++) {
            seen[k] = missing.values()[k] == 1 ? Double.NaN : seen[k];
        }
        return new Tensor(record.name(), record.type(), record.shape(), seen);
    }

    private static String names(List<Port> ports) {
        return String.join(", ", ports.stream().map(Port::name).toList());
    }

    private static Port named(List<Port> ports, String what, String name) {
        return ports.stream()
                .filter(port -> port.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new Refused(name, "unknown %s \"%s\" (known: %s)".formatted(what, name, names(ports))));
    }

    private static void checkShape(Port port, List<Integer> shape, int records) {
        if (shape.isEmpty()
                || shape.getFirst() != records
                || records < 1
                || !shape.subList(1, shape.size()).equals(port.row())) {
            throw new Refused(
                    port.name(),
                    "shape of %s must be [%s%s], the first the number of records, was %s"
                            .formatted(
                                    port.name(),
                                    records < 1 ? "1 or more" : Integer.toString(records),
                                    port.row().isEmpty()
                                            ? ""
                                            : ", " + port.row().getFirst(),
                                    shape));
        }
    }

    private static void checkValues(Port port, Tensor input) {
        for (int k = 0; k < input.values().length; k++) {
            double value = input.values()[k];
            boolean holds = Double.isNaN(value)
                    ? port.allowed().missing()
                    : port.allowed().holds().test(value);
            if (!holds) {
                throw new Refused(
                        port.name(),
                        "%s must be %s, was %s at value %d of record %d"
                                .formatted(
                                        port.name(),
                                        port.allowed().words(),
                                        Double.isNaN(value) ? "missing" : Double.toString(value),
                                        k % port.width(),
                                        k / port.width()));
            }
        }
    }

    /** Whether an output was named. */
    public boolean names(String output) {
        return outputs.contains(output);
    }

    /** Whether an output is to be given, if it can be. */
    public boolean wants(String output) {
        return outputs.isEmpty() || names(output);
    }

    /** What belongs to a record, if it was given. */
    public Optional<double[]> row(String input, int record) {
        return Optional.ofNullable(inputs.get(input)).map(tensor -> {
            int width = tensor.values().length / records;
            return Arrays.copyOfRange(tensor.values(), record * width, (record + 1) * width);
        });
    }
}
