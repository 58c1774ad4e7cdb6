package io.isinglass.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.StatusReply;
import akka.serialization.JavaSerializer;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import io.isinglass.actors.block.Block;
import io.isinglass.actors.block.Charter;
import io.isinglass.actors.block.FrameSerializer;
import io.isinglass.actors.block.Grid;
import io.isinglass.actors.block.Section;
import io.isinglass.actors.block.Wire;
import io.isinglass.actors.run.Base;
import io.isinglass.actors.run.Conductor;
import io.isinglass.actors.run.Layout;
import io.isinglass.actors.run.Node;
import io.isinglass.actors.run.Point;
import io.isinglass.actors.run.Result;
import io.isinglass.actors.run.Roster;
import io.isinglass.actors.run.State;
import io.isinglass.actors.run.View;
import io.isinglass.actors.store.Sealed;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.streams.learn.Change;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.metric.Row;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

    private static final Section.Frame FRAME =
            new Section.Frame(3, 5, 1L << 40, new int[] {4, 9}, new Side[] {Side.WEST, Side.NORTH}, new long[][] {
                {-1, 0, Long.MIN_VALUE}, {-7}
            });
    private static final Charter CHARTER = new Charter("run-1", "{\"name\": \"run\"}");
    private static final Layout LAYOUT =
            new Layout(1, 8, 16, "torus", 1, 2, 2, Optional.empty(), List.of("cold", "hot"));
    private static final Sealed SEALED = new Sealed("run-1/8-2/block-0", "0123456789abcdef".repeat(4), 77);
    private static final Row ROW = new Row("run", "energy", -1.5, 0.25, null, 10.0, 7, 15, 42, "2026-01-02T03:04:05Z");

    private static final FrameSerializer SERIALIZER = new FrameSerializer(null);

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
        return Stream.of(ofBlocks(), ofGrid(), ofConductors(), ofRoster())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Object> ofBlocks() {
        return List.of(
                new Block.Enter(1, CHARTER, Optional.of(SEALED), somebody()),
                Block.Leave.LEAVE,
                new Section.Start(1, 0, List.of(somebody(), somebody()), new int[] {0, 1, 0, 1}),
                new Section.Perform(1, 6, order()),
                new Section.Part(1, 6, 7, 2, 3, new byte[] {0, -1, 127}),
                new Section.Tally(1, 2, 7, 4, List.of(series(), Series.zeros(2, 3))),
                FRAME,
                new Section.Again(1, 2, 1L << 40),
                new Section.Disband(1),
                new Section.Farewell(1));
    }

    private static List<Object> ofGrid() {
        return List.of(
                new Grid.Seated(1, 3, somebody()),
                new Grid.Summed(1, 7, List.of(series(), Series.zeros(2, 3))),
                new Grid.Painted(1, 7, 3, List.of(new float[] {1, -1.5f}), List.of(new float[] {0, Float.MIN_VALUE})),
                new Grid.Kept(1, 7, 3, SEALED),
                new Grid.Unkept(1, 7, "the disk is full"),
                new Grid.Damage(1, 3, SEALED.key(), "it is missing"),
                new Grid.Lost(1, 3),
                new Grid.Failed(1, 3, "it overflowed"),
                new Grid.Departing(1, somebody()));
    }

    private static List<Object> ofConductors() {
        Point point = new Point(8, List.of(SEALED, SEALED), Optional.of(SEALED));
        Base base = new Base("parent-1", point);
        return List.of(
                new Conductor.Create(CHARTER, Optional.of(base), Optional.of(LAYOUT), somebody()),
                new Conductor.Create(CHARTER, Optional.empty(), Optional.empty(), somebody()),
                Conductor.Wake.WAKE,
                new Conductor.Turn(Conductor.Knob.CHECKPOINT, somebody()),
                new Conductor.Copy(-1, "child-2", somebody()),
                new Conductor.Find(8, somebody()),
                StatusReply.success(base),
                new Conductor.Follow(41, "folder", -7, somebody()),
                new Conductor.News(List.of(ROW), view()),
                new Conductor.Look("field", somebody()),
                new Conductor.Arrived(7, true, somebody()),
                new Conductor.Deliver(somebody()),
                new Conductor.Forget(somebody()),
                StatusReply.success(new Conductor.Looked(7, new byte[] {-119, 80})),
                new Conductor.Looked(7, new byte[] {-119, 80}),
                Conductor.Leave.LEAVE);
    }

    private static List<Object> ofRoster() {
        return List.of(
                new Roster.Enter("run", "{}", 64, somebody()),
                new Roster.Strike("run-1", somebody()),
                new Roster.Call(somebody()),
                new Roster.Runs(3, List.of(CHARTER)),
                StatusReply.success(CHARTER),
                StatusReply.success(Done.getInstance()));
    }

    private static View view() {
        Result result =
                new Result("run", State.FINISHED, 1, "0", "hash", "digest", "rows", 8, 16, Map.of(ROW.key(), ROW));
        return new View(
                State.PAUSED,
                "",
                "a notice",
                "2026-01-02T03:04:05Z",
                8,
                2,
                1,
                List.of(4L, 8L),
                List.of("energy"),
                List.of("field"),
                Optional.of(LAYOUT),
                Optional.of(result));
    }

    private static Order order() {
        Couplings couplings = new Couplings(0.44, -0.0, Double.MIN_VALUE);
        ChainCouplings each = new ChainCouplings(List.of(couplings, new Couplings(0.22, 0, 1)));
        Change change = Change.of(1, Optional.of(Start.DISORDERED), Optional.of(new double[] {0.1, -1}));
        return new Order(7, 2, each, List.of(change, Change.copy(0, 1)), true, false, true);
    }

    private static Series series() {
        Series series = Series.zeros(2, 3);
        series.add(1, 2, Math.PI);
        return series;
    }

    private static <T> ActorRef<T> somebody() {
        return somebody.unsafeUpcast();
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

        Set<Class<?>> wired = ourClasses()
                .filter(type -> Wire.class.isAssignableFrom(type) && !type.isInterface())
                .collect(Collectors.toSet());
        assertTrue(wired.size() > 20, "they are found");
        assertTrue(shown.containsAll(wired), () -> "without an example: " + without(wired, shown));
    }

    @Test
    void whatStaysOnItsNodeSaysSo() {
        Set<Class<?>> here = Set.of(Grid.Perform.class, Grid.Disband.class);
        Set<Class<?>> silent = Stream.of(
                        Block.Command.class,
                        Section.Command.class,
                        Grid.Command.class,
                        Conductor.Command.class,
                        Roster.Command.class)
                .flatMap(protocol -> Stream.of(protocol.getPermittedSubclasses()))
                .filter(message -> Modifier.isPublic(message.getModifiers()))
                .filter(message -> !Wire.class.isAssignableFrom(message))
                .collect(Collectors.toSet());
        assertEquals(here, silent, "what is public and no Wire goes to an actor of the same node");
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
    void framesAreCompactBinaryAlsoInABuffer() throws Exception {
        FrameSerializer serializer = assertInstanceOf(FrameSerializer.class, serialization.findSerializerFor(FRAME));
        ByteBuffer buffer = ByteBuffer.allocateDirect(1000).position(3);

        serializer.toBinary(FRAME, buffer);
        buffer.flip().position(3);

        assertEquals(24 + 2 * 9 + 4 * Long.BYTES, buffer.remaining(), "a head, two edges' heads, the words");
        assertEquals(Content.of(FRAME), Content.of(serializer.fromBinary(buffer, serializer.manifest(FRAME))));
        assertEquals(0, buffer.remaining());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 23, 24, 32, 33, 56, 57, 65, 73})
    void aFrameCutShortIsRefused(int length) {
        byte[] cut = Arrays.copyOf(SERIALIZER.toBinary(FRAME), length);
        assertThrows(NotSerializableException.class, () -> SERIALIZER.fromBinary(cut, "frame-2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"20 -1", "20 127", "23 1", "23 3", "28 -1", "31 4", "31 2", "32 18", "32 -1"})
    void aFrameWithADamagedByteIsRefused(String damage) {
        byte[] bytes = SERIALIZER.toBinary(FRAME);
        bytes[Integer.parseInt(damage.split(" ")[0])] = Byte.parseByte(damage.split(" ")[1]);
        assertThrows(NotSerializableException.class, () -> SERIALIZER.fromBinary(bytes, "frame-2"));
    }

    @Test
    void aFrameOfAnUnknownFormatIsRefused() {
        byte[] bytes = SERIALIZER.toBinary(FRAME);
        assertThrows(NotSerializableException.class, () -> SERIALIZER.fromBinary(bytes, "halo-2"));
    }

    @Test
    void javaSerializationIsOff() {
        assertTrue(serialization.serialize(new Stranger(1)).isFailure());
        for (Object message : messages()) {
            assertTrue(!(serialization.findSerializerFor(message) instanceof JavaSerializer), message::toString);
        }
    }
}
