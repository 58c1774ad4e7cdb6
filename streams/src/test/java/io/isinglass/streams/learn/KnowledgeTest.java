package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.memory.Saved;
import io.isinglass.streams.loop.Learned;
import io.isinglass.streams.serve.Inference;
import io.isinglass.streams.serve.Knowledge;
import io.isinglass.streams.serve.Parameter;
import io.isinglass.streams.serve.Port;
import io.isinglass.streams.serve.Question;
import io.isinglass.streams.serve.Safetensors;
import io.isinglass.streams.serve.SavedModel;
import io.isinglass.streams.serve.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What any learner has learned can be saved, read and asked. */
class KnowledgeTest {

    static Stream<String> learners() {
        return Examples.learners();
    }

    /** A learner after a run, and what it wants next. */
    private record Taught(Learner learner, Stance stance, Task task) {

        static Taught of(String name) {
            Task task = Examples.taskOf(name);
            Learner learner = Examples.maker(name).apply(task);
            Stance stance = learner.start();
            for (Learned each : Examples.run(name, 0, 42)) {
                for (int chain = 0; chain < learner.chains().size(); chain++) {
                    learner.evidence(chain, each.batch());
                }
                stance = learner.learn(each.sample(), each.batch()).next();
            }
            return new Taught(learner, stance, task);
        }

        Knowledge knowledge() {
            return learner.knowledge()
                    .orElseGet(() -> ModelKnowledge.of(task.lattice(), task.model(), stance.couplings()));
        }
    }

    private static SavedModel saved(Knowledge knowledge) {
        return new SavedModel(20, Map.of("run", "r"), List.of("a", "b"), knowledge);
    }

    @ParameterizedTest
    @MethodSource("learners")
    void whatWasLearnedIsReadAsItWasWritten(String learner) {
        Knowledge knowledge = Taught.of(learner).knowledge();
        Safetensors read = Safetensors.read(saved(knowledge).safetensors());

        assertEquals(knowledge.parameters().stream().map(Parameter::tensor).toList(), read.tensors());
        assertEquals(
                Map.of("run", "r", "format", "isinglass-model-1", "epoch", "20", "sites", "[\"a\",\"b\"]"),
                read.metadata());
        assertTrue(read.tensors().stream().anyMatch(tensor -> tensor.values().length > 0));
        for (Tensor tensor : read.tensors()) {
            assertTrue(Arrays.stream(tensor.values()).noneMatch(Double::isNaN), tensor::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("learners")
    void errorsAreOfTheShapeOfWhatTheyAreOf(String learner) {
        List<Parameter> parameters = Taught.of(learner).knowledge().parameters();
        Map<String, Tensor> byName =
                parameters.stream().map(Parameter::tensor).collect(Collectors.toMap(Tensor::name, tensor -> tensor));
        assertEquals(parameters.size(), byName.size(), "each has a name of its own");
        for (Parameter parameter : parameters) {
            assertTrue(!parameter.meaning().isBlank(), parameter::toString);
            if (!parameter.error().isEmpty()) {
                assertEquals(
                        parameter.tensor().shape(),
                        byName.get(parameter.error()).shape());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("learners")
    void whatIsTakenUpHasLearnedTheSame(String learner) {
        Taught taught = Taught.of(learner);
        Learner again = Examples.maker(learner).apply(taught.task());
        Saved.of(taught.learner()).into(again);

        assertArrayEquals(
                saved(taught.knowledge()).safetensors(),
                saved(new Taught(again, taught.stance(), taught.task()).knowledge())
                        .safetensors());
    }

    /** Ones for two records, the second of which may lack its first value. */
    private static Question question(Inference inference, boolean lacks) {
        List<Tensor> inputs = new ArrayList<>();
        for (Port port : inference.inputs()) {
            double[] values = new double[2 * port.width()];
            Arrays.fill(values, port.name().equals(Port.MISSING) ? 0 : 1);
            if (lacks && port.allowed().missing()) {
                values[port.width()] = Double.NaN;
            }
            List<Integer> shape = new ArrayList<>(List.of(2));
            shape.addAll(port.row());
            inputs.add(new Tensor(port.name(), Tensor.Type.FP64, shape, values));
        }
        return Question.of(inference, inputs, List.of(), 3);
    }

    @ParameterizedTest
    @MethodSource("learners")
    void equalQuestionsHaveEqualAnswersAndChangeNothing(String learner) {
        Taught taught = Taught.of(learner);
        if (taught.knowledge().inference().isEmpty()) {
            assertEquals("black-box-bound", learner);
            return;
        }
        byte[] before = Saved.of(taught.learner()).bytes();
        Inference inference = taught.knowledge().inference().get();
        List<Tensor> answer = inference.infer(question(inference, false));

        assertEquals(answer, inference.infer(question(inference, false)));
        assertEquals(inference.infer(question(inference, true)), inference.infer(question(inference, true)));
        assertArrayEquals(before, Saved.of(taught.learner()).bytes());
        Map<String, Port> outputs = inference.outputs().stream().collect(Collectors.toMap(Port::name, port -> port));
        assertEquals(outputs.keySet(), answer.stream().map(Tensor::name).collect(Collectors.toSet()));
        for (Tensor tensor : answer) {
            List<Integer> shape = new ArrayList<>(List.of(2));
            shape.addAll(outputs.get(tensor.name()).row());
            assertEquals(shape, tensor.shape(), tensor::toString);
        }
    }
}
