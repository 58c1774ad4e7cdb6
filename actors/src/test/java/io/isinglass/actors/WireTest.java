package io.isinglass.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.StatusReply;
import akka.serialization.ByteBufferSerializer;
import akka.serialization.JavaSerializer;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import io.isinglass.actors.block.Block;
import io.isinglass.actors.block.HaloSerializer;
import io.isinglass.actors.block.PatchChange;
import io.isinglass.actors.block.Wire;
import io.isinglass.actors.run.Conductor;
import io.isinglass.actors.run.Node;
import io.isinglass.engine.field.ClearField;
import io.isinglass.engine.field.Field;
import io.isinglass.engine.field.Snapshot;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.streams.learn.Change;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every message of the protocol crosses the wire and comes out as it went in. */
@ExtendWith(Quiet.class)
class WireTest {

    private static final Block.Halo HALO = new Block.Halo(3, 1L << 40, Side.WEST, new long[] {-1, 0, Long.MIN_VALUE});

    private static Node node;
    private static Serialization serialization;
    private static ActorRef<Object> somebody;

    private record Stranger(int number) implements Serializable {}

    @BeforeAll
    static void start() {
        node = Node.start(1);
        serialization = SerializationExtension.get(Adapter.toClassic(node.system()));
        somebody = node.system().systemActorOf(Behaviors.ignore(), "somebody", Props.empty());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    static List<Object> messages() {
        Couplings couplings = new Couplings(0.44, -0.0, Double.MIN_VALUE);
        ChainCouplings each = new ChainCouplings(List.of(couplings, new Couplings(0.22, 0, 1)));
        Series series = Series.zeros(2, 3);
        series.add(1, 2, Math.PI);
        List<float[]> pictures = List.of(new float[] {1, -1.5f}, new float[] {0, Float.MIN_VALUE});
        Change change = Change.of(1, Optional.of(Start.DISORDERED), Optional.of(new double[] {0.1, -1}));
        Order order = new Order(7, 2, each, List.of(change, Change.copy(0, 1)), true, false, true);
        List<PatchChange> changes = List.of(
                PatchChange.of(0, Optional.of(Start.EVIDENCE), Optional.of(new double[] {1, -1})),
                PatchChange.copy(1, 0));
        return List.of(
                new Block.Advance(1, 7, 14, 2, ChainCouplings.all(couplings), changes, true, false, somebody()),
                HALO,
                new Block.Capture(1, somebody()),
                new Block.Restore(2, snapshot(), somebody()),
                new Block.Report(1, 7, 3, List.of(series, Series.zeros(2, 3)), pictures, List.of()),
                new Block.Captured(1, 3, snapshot()),
                new Block.Restored(1, 3, 14),
                new Conductor.Perform(order, somebody()),
                new Conductor.Digest(somebody()),
                Conductor.Stop.STOP,
                StatusReply.success(new Sample(order, List.of(series), pictures, pictures)),
                StatusReply.success("digest"));
    }

    private static <T> ActorRef<T> somebody() {
        return somebody.unsafeUpcast();
    }

    private static Snapshot snapshot() {
        Lattice lattice = new Lattice(8, 8, Boundary.TORUS);
        Field field = new ClearField(new Patch(lattice, 0, 2, 4, 1, 2, 2), Values.REAL);
        field.set(0, 0, 1, Math.E);
        field.show(new double[] {1, 0, -1, 0.5});
        Snapshot.Chain chain = new Snapshot.Chain(field, 5, new double[] {1, 2, 3, 4});
        return Snapshot.of(new Snapshot.Content(field.patch(), Values.REAL, 14, List.of(chain)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageComesOutAsItWentIn(Object message) throws Exception {
        byte[] bytes = serialization.serialize(message).get();
        int serializer = serialization.findSerializerFor(message).identifier();
        String manifest = Serializers.manifestFor(serialization.findSerializerFor(message), message);

        Object copy = serialization.deserialize(bytes, serializer, manifest).get();

        assertEquals(Content.of(message), Content.of(copy));
    }

    @Test
    void everyMessageHasAnExample() throws Exception {
        Set<Class<?>> shown = messages().stream().map(Object::getClass).collect(Collectors.toSet());

        Set<Class<?>> commands = Stream.of(Block.Command.class, Conductor.Command.class)
                .flatMap(protocol -> Stream.of(protocol.getPermittedSubclasses()))
                .filter(message -> !Modifier.isPrivate(message.getModifiers()))
                .collect(Collectors.toSet());
        assertTrue(shown.containsAll(commands), () -> "without an example: " + without(commands, shown));

        Set<Class<?>> wired = ourClasses()
                .filter(type -> Wire.class.isAssignableFrom(type) && !type.isInterface())
                .filter(type -> !Modifier.isPrivate(type.getModifiers()))
                .collect(Collectors.toSet());
        assertTrue(wired.size() > commands.size(), "events are found, too");
        assertTrue(shown.containsAll(wired), () -> "without an example: " + without(wired, shown));
    }

    private static Stream<Class<?>> ourClasses() throws Exception {
        Path classes = Path.of(
                Wire.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Class<?>> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes.resolve("io"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name =
                        classes.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
                found.add(Class.forName(name, false, Wire.class.getClassLoader()));
            }
        }
        return found.stream();
    }

    private static List<Class<?>> without(Set<Class<?>> all, Set<Class<?>> shown) {
        return all.stream().filter(type -> !shown.contains(type)).toList();
    }

    @Test
    void halosAreCompactBinaryAlsoInABuffer() throws Exception {
        var serializer = assertInstanceOf(HaloSerializer.class, serialization.findSerializerFor(HALO));
        ByteBufferSerializer direct = serializer;
        ByteBuffer buffer = ByteBuffer.allocateDirect(1000).position(3);

        direct.toBinary(HALO, buffer);
        buffer.flip().position(3);

        assertEquals(21 + 3 * Long.BYTES, buffer.remaining(), "17 bytes, the number of words, the words");
        assertEquals(Content.of(HALO), Content.of(direct.fromBinary(buffer, serializer.manifest(HALO))));
        assertEquals(0, buffer.remaining());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 20, 21, 28, 44})
    void aHaloCutShortIsRefused(int length) {
        var serializer = (HaloSerializer) serialization.findSerializerFor(HALO);
        byte[] cut = java.util.Arrays.copyOf(serializer.toBinary(HALO), length);
        assertThrows(NotSerializableException.class, () -> serializer.fromBinary(cut, serializer.manifest(HALO)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"16 18", "16 -1", "17 -1", "17 127", "20 2", "20 4", "20 0"})
    void aHaloWithADamagedByteIsRefused(String damage) {
        var serializer = (HaloSerializer) serialization.findSerializerFor(HALO);
        byte[] bytes = serializer.toBinary(HALO);
        bytes[Integer.parseInt(damage.split(" ")[0])] = Byte.parseByte(damage.split(" ")[1]);
        assertThrows(NotSerializableException.class, () -> serializer.fromBinary(bytes, serializer.manifest(HALO)));
    }

    @Test
    void aHaloOfAnUnknownFormatIsRefused() {
        var serializer = (HaloSerializer) serialization.findSerializerFor(HALO);
        byte[] bytes = serializer.toBinary(HALO);
        assertThrows(NotSerializableException.class, () -> serializer.fromBinary(bytes, "halo-1"));
    }

    @Test
    void javaSerializationIsOff() {
        assertTrue(serialization.serialize(new Stranger(1)).isFailure());
        for (Object message : messages()) {
            assertTrue(!(serialization.findSerializerFor(message) instanceof JavaSerializer), message::toString);
        }
    }
}
