package io.isinglass.actors.block;

import akka.actor.testkit.typed.Effect;
import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.pattern.StatusReply;
import io.isinglass.actors.store.Archive;
import io.isinglass.actors.store.Sealed;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/**
 * The grid, the sections and the blocks of a run without threads: messages are delivered one by one, and which one is next
 * is drawn by lot. In calm weather what one actor has sent to another keeps its order, as on a wire.
 */
final class Shuffle {

    private static final Charter CHARTER = new Charter("test", "");

    /** Bytes of a message to another node: few, so that many an order goes in parts. */
    private static final int LARGEST = 30;

    private final Plan plan;
    private final IntUnaryOperator homes;
    private final Weather weather;
    private final SplittableRandom lot;
    private final List<Member> members = new ArrayList<>();
    private final Map<Link, List<Object>> underWay = new LinkedHashMap<>();
    private final Map<Integer, TestInbox<Stage.Command>> stages = new TreeMap<>();
    private final Map<Integer, Opened> sections = new HashMap<>();
    private final TestInbox<Grid.News> news = TestInbox.create();
    private final TestInbox<StatusReply<Sample>> samples = TestInbox.create();
    private Member grid;

    /** An actor on a node, and the timers that it has set. */
    private static final class Member {

        private final int node;
        private final BehaviorTestKit<Object> kit;
        private final Map<String, Effect.TimerScheduled<?>> timers = new TreeMap<>();

        private Member(int node, BehaviorTestKit<Object> kit) {
            this.node = node;
            this.kit = kit;
        }
    }

    private record Link(Member from, Member to) {}

    private record Opened(long term, Member section) {}

    /** A run whose block {@code b} lives on node {@code homes(b)}. */
    Shuffle(Plan plan, Archive archive, IntUnaryOperator homes, Weather weather, long seed) {
        this.plan = plan;
        this.homes = homes;
        this.weather = weather;
        this.lot = new SplittableRandom(seed);
        for (int index = 0; index < plan.cut().count(); index++) {
            int home = homes.applyAsInt(index);
            ActorRef<Stage.Command> stage =
                    stages.computeIfAbsent(home, _ -> TestInbox.create()).getRef();
            Block.Surroundings around = new Block.Surroundings(_ -> plan, archive, stage);
            join(home, Block.create(BlockId.of(plan.run(), plan.cut(), index), around));
        }
    }

    @SuppressWarnings("unchecked")
    private <T> Member join(int node, Behavior<T> behavior) {
        Member member = new Member(node, (BehaviorTestKit<Object>) BehaviorTestKit.create(behavior));
        members.add(member);
        return member;
    }

    /** Opens a term, in which blocks begin with these. The grid lives on the node of the first block. */
    void open(long term, List<Sealed> origins) {
        Grid.Term opened = new Grid.Term(term, CHARTER, plan, origins);
        Blocks blocks = id -> members.get(id.index()).kit.getRef().unsafeUpcast();
        grid = join(homes.applyAsInt(0), Grid.create(opened, blocks, news.getRef(), new Postage(this::isFar, LARGEST)));
        collect(grid);
    }

    private boolean isFar(ActorRef<Section.Command> section) {
        return members.stream()
                .noneMatch(member ->
                        member.node == grid.node && member.kit.getRef().equals(section));
    }

    /** Orders this from the grid. */
    void perform(Order order) {
        grid.kit.run(new Grid.Perform(order, samples.getRef()));
        collect(grid);
    }

    /** A message to a block from nobody. */
    void send(int block, Block.Command message) {
        post(new Link(members.get(block), members.get(block)), message);
    }

    private void collect(Member from) {
        for (Effect effect : from.kit.getAllEffects()) {
            if (effect instanceof Effect.TimerScheduled<?> timer) {
                from.timers.put(timer.key().toString(), timer);
            }
        }
        for (Member to : members) {
            while (to.kit.selfInbox().hasMessages()) {
                post(new Link(from, to), to.kit.selfInbox().receiveMessage());
            }
        }
        stages.forEach((node, stage) -> {
            while (stage.hasMessages()) {
                seat(from, node, (Stage.Seat) stage.receiveMessage());
            }
        });
    }

    /** What a stage does. */
    private void seat(Member from, int node, Stage.Seat seat) {
        Opened opened = sections.get(node);
        if (opened == null || opened.term() < seat.term()) {
            if (opened != null) {
                post(new Link(from, opened.section()), Section.Leave.LEAVE);
            }
            opened = new Opened(seat.term(), join(node, Section.create(seat.plan(), seat.term(), seat.grid())));
            sections.put(node, opened);
        }
        if (opened.term() == seat.term()) {
            post(new Link(from, opened.section()), new Section.Seat(seat.index(), seat.block()));
        }
    }

    private void post(Link link, Object message) {
        boolean far = link.from().node != link.to().node;
        if (far && lot.nextInt(1000) < weather.lost()) {
            return;
        }
        List<Object> queue = underWay.computeIfAbsent(link, _ -> new ArrayList<>());
        queue.add(message);
        if (far && lot.nextInt(1000) < weather.doubled()) {
            queue.add(message);
        }
    }

    /** Delivers one message; false if none is under way. */
    boolean deliver() {
        List<Link> waiting = new ArrayList<>(underWay.keySet());
        if (waiting.isEmpty()) {
            return false;
        }
        Link link = waiting.get(lot.nextInt(waiting.size()));
        List<Object> queue = underWay.get(link);
        boolean mixed = weather.mixed() && link.from().node != link.to().node;
        Object message = queue.remove(mixed ? lot.nextInt(queue.size()) : 0);
        if (queue.isEmpty()) {
            underWay.remove(link);
        }
        if (link.to().kit.isAlive()) {
            link.to().kit.run(message);
            collect(link.to());
        }
        return true;
    }

    /** Lets a timer of some actor strike. */
    void strike() {
        List<Member> waiting = members.stream()
                .filter(member -> member.kit.isAlive() && !member.timers.isEmpty())
                .toList();
        Member member = waiting.get(lot.nextInt(waiting.size()));
        List.copyOf(member.timers.values()).forEach(timer -> timer.send().apply());
        collect(member);
    }

    /** True as often as not. */
    boolean toss() {
        return lot.nextBoolean();
    }

    /** Delivers until nothing is under way. */
    void settle() {
        boolean more;
        do {
            more = deliver();
        } while (more);
    }

    List<StatusReply<Sample>> samples() {
        return samples.getAllReceived();
    }

    List<Grid.News> news() {
        return news.getAllReceived();
    }
}
