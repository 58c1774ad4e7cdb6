package io.isinglass.actors.block;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The blocks of a plan without threads: messages to and between them are delivered one by one, and which one is next is
 * drawn by lot. Only what one sender has sent to one receiver keeps its order, as on a wire.
 */
final class Shuffle {

    private final Plan plan;
    private final SplittableRandom lot;
    private final List<BehaviorTestKit<Block.Command>> blocks;
    /** What is under way, from each block, and last from the conductor, to each block. */
    private final List<List<TestInbox<Block.Command>>> underWay;

    Shuffle(Plan plan, long seed) {
        this.plan = plan;
        this.lot = new SplittableRandom(seed);
        this.underWay = Stream.generate(this::inboxes).limit(count() + 1L).toList();
        this.blocks = indices()
                .mapToObj(from -> BehaviorTestKit.create(Block.create(
                        plan, from, to -> underWay.get(from).get(index(to)).getRef())))
                .toList();
    }

    private int count() {
        return plan.cut().count();
    }

    private IntStream indices() {
        return IntStream.range(0, count());
    }

    private List<TestInbox<Block.Command>> inboxes() {
        return indices().mapToObj(_ -> TestInbox.<Block.Command>create()).toList();
    }

    private int index(BlockId id) {
        return id.row() * plan.cut().across() + id.column();
    }

    /** The conductor sends this to every block. */
    void send(IntFunction<Block.Command> message) {
        indices().forEach(to -> send(to, message.apply(to)));
    }

    /** The conductor sends this to one block. */
    void send(int to, Block.Command message) {
        underWay.getLast().get(to).getRef().tell(message);
    }

    /** Delivers one message; false if none is under way. */
    boolean deliver() {
        List<Integer> waiting = IntStream.range(0, (count() + 1) * count())
                .filter(pair -> underWay.get(pair / count()).get(pair % count()).hasMessages())
                .boxed()
                .toList();
        if (waiting.isEmpty()) {
            return false;
        }
        int pair = waiting.get(lot.nextInt(waiting.size()));
        int to = pair % count();
        blocks.get(to).run(underWay.get(pair / count()).get(to).receiveMessage());
        return true;
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
}
