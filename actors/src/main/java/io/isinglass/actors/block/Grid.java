package io.isinglass.actors.block;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.pattern.StatusReply;
import io.isinglass.actors.store.Failures;
import io.isinglass.actors.store.Sealed;
import io.isinglass.engine.measure.Series;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All blocks of a run in one term: it seats them, has them do one order after the other, and puts what they saw together
 * to one sample. When a block is lost, the term is over: it says so and ends.
 */
public final class Grid extends AbstractBehavior<Grid.Command> {

    /*
     * Between nodes any message may be lost. So whoever has not answered is asked again: blocks without a seat, and
     * sections whose sums are missing; the wait doubles each time. Who asks for a seat asks a node that is there, and
     * is soon answered; a step may take minutes.
     */

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT_FOR_SEATS = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT_FOR_SUMS = Duration.ofSeconds(64);

    /** A message to a grid. */
    public sealed interface Command {}

    /** Order to have the lattice do this, and to answer with what it showed. */
    public record Perform(Order order, ActorRef<StatusReply<Sample>> replyTo) implements Command {}

    /** Order to end, and to let all blocks end. */
    public enum Disband implements Command {
        DISBAND
    }

    /** A block has taken its seat in a section. */
    public record Seated(long term, int block, ActorRef<Section.Command> section) implements Command, Wire {}

    /** What all blocks saw in an epoch, added up. */
    public record Summed(long term, long epoch, List<Series> chains) implements Command, Wire {}

    /** What a block looks like at the end of an epoch: each chain's field and running means. */
    public record Painted(long term, long epoch, int block, List<float[]> fields, List<float[]> means)
            implements Command, Wire {}

    /** The vault has a block's state as it was at the end of an epoch. */
    public record Kept(long term, long epoch, int block, Sealed sealed) implements Command, Wire {}

    /** The vault did not take it. */
    public record Unkept(long term, long epoch, String reason) implements Command, Wire {}

    /** What a block should have begun with is not as it was stored. */
    public record Damage(long term, int block, String key, String reason) implements Command, Wire {}

    /** A block has failed, and why. */
    public record Failed(long term, int block, String reason) implements Command, Wire {}

    /** A block has left its section: it lives elsewhere now, or its node is lost. */
    public record Lost(long term, int block) implements Command, Wire {}

    /** The node of a section is about to leave. */
    public record Departing(long term, ActorRef<Section.Command> section) implements Command, Wire {}

    private record SectionGone() implements Command {}

    private enum Remind implements Command {
        REMIND
    }

    /** What a grid has to say to whoever opened the term. */
    public sealed interface News {}

    /** The vault has all blocks as they were at the end of an epoch. */
    public record Stored(long term, long epoch, List<Sealed> blocks) implements News {}

    /** The vault has not, and will not have. */
    public record Unstored(long term, long epoch, String reason) implements News {}

    /** The term cannot begin: an object of the vault is damaged. */
    public record Spoilt(long term, String key, String reason) implements News {}

    /** The node of a section is about to leave, and wants the run to be kept first. */
    public record Leaving(long term, ActorRef<Section.Command> section) implements News {}

    /** The term is over. */
    public record Broken(long term, String reason, boolean node) implements News {}

    /** A term of a run: what blocks it has, and what each of them begins with; nothing: they begin at zero. */
    public record Term(long number, Charter charter, Plan plan, List<Sealed> origins) {

        private Optional<Sealed> origin(int index) {
            return origins.isEmpty() ? Optional.empty() : Optional.of(origins.get(index));
        }
    }

    private final TimerScheduler<Command> timers;
    private final Term term;
    private final Blocks blocks;
    private final ActorRef<News> news;
    private final Postage postage;
    private final int[] homes;
    private final List<ActorRef<Section.Command>> sections = new ArrayList<>();
    private final Deque<Perform> waiting = new ArrayDeque<>();
    private final Map<Long, Gathering> underWay = new TreeMap<>();
    private final Map<Long, Sealed[]> stored = new TreeMap<>();
    private Duration wait = FIRST_WAIT;
    private long first = -1;
    private String end = "the run has been ended";

    /** A grid that seats its blocks at once. */
    public static Behavior<Command> create(Term term, Blocks blocks, ActorRef<News> news) {
        return create(term, blocks, news, Postage.WIRE);
    }

    static Behavior<Command> create(Term term, Blocks blocks, ActorRef<News> news, Postage postage) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new Grid(context, timers, term, blocks, news, postage)));
    }

    private Grid(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Term term,
            Blocks blocks,
            ActorRef<News> news,
            Postage postage) {
        super(context);
        this.timers = timers;
        this.term = term;
        this.blocks = blocks;
        this.news = news;
        this.postage = postage;
        this.homes = new int[term.plan().cut().count()];
        Arrays.fill(homes, -1);
        enter();
        timers.startSingleTimer(Remind.REMIND, wait);
    }

    private void enter() {
        for (int index = 0; index < homes.length; index++) {
            if (homes[index] < 0) {
                blocks.block(BlockId.of(term.plan().run(), term.plan().cut(), index))
                        .tell(new Block.Enter(
                                term.number(),
                                term.charter(),
                                term.origin(index),
                                getContext().getSelf()));
            }
        }
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Command.class, this::on)
                .onSignal(PostStop.class, _ -> onPostStop())
                .build();
    }

    private Behavior<Command> on(Command command) {
        return switch (command) {
            case Perform perform -> onPerform(perform);
            case Seated seated -> seated.term() == term.number() ? onSeated(seated) : this;
            case Summed summed -> summed.term() == term.number() ? onSummed(summed) : this;
            case Painted painted -> painted.term() == term.number() ? onPainted(painted) : this;
            case Kept kept -> kept.term() == term.number() ? onKept(kept) : this;
            case Unkept unkept -> onUnkept(unkept);
            case Damage damage -> onDamage(damage);
            case Failed failed ->
                failed.term() == term.number() ? over(id(failed.block()) + " failed: " + failed.reason(), false) : this;
            case Lost lost -> lost.term() == term.number() ? over(id(lost.block()) + " has moved", true) : this;
            case Departing departing -> {
                news.tell(new Leaving(departing.term(), departing.section()));
                yield this;
            }
            case SectionGone _ -> over("a node is lost", true);
            case Remind _ -> onRemind();
            case Disband _ -> disband();
        };
    }

    private String id(int index) {
        return "block " + BlockId.of(term.plan().run(), term.plan().cut(), index);
    }

    private Behavior<Command> onSeated(Seated seated) {
        if (homes[seated.block()] >= 0) {
            return this;
        }
        int home = sections.indexOf(seated.section());
        if (home < 0) {
            home = sections.size();
            sections.add(seated.section());
            getContext().watchWith(seated.section(), new SectionGone());
        }
        homes[seated.block()] = home;
        if (isSeated()) {
            start();
            waiting.forEach(perform -> perform(perform.order()));
            waiting.clear();
        }
        return this;
    }

    private boolean isSeated() {
        return Arrays.stream(homes).noneMatch(home -> home < 0);
    }

    private void start() {
        for (int own = 0; own < sections.size(); own++) {
            sections.get(own).tell(new Section.Start(term.number(), own, List.copyOf(sections), homes.clone()));
        }
    }

    private Behavior<Command> onPerform(Perform perform) {
        if (underWay.size() > term.plan().lag()) {
            perform.replyTo()
                    .tell(StatusReply.error("more than " + (1 + term.plan().lag()) + " epochs asked for at a time"));
            return this;
        }
        Order order = perform.order();
        first = first < 0 ? order.epoch() : first;
        underWay.put(order.epoch(), new Gathering(term.plan(), order, perform.replyTo()));
        if (isSeated()) {
            perform(order);
        } else {
            waiting.add(perform);
        }
        return this;
    }

    private void perform(Order order) {
        OrderParts parts = new OrderParts(term.number(), first, order, postage.largest());
        sections.forEach(
                section -> parts.messages(postage.isFar().test(section)).forEach(section::tell));
    }

    private Behavior<Command> onSummed(Summed summed) {
        Gathering gathering = underWay.get(summed.epoch());
        if (gathering != null) {
            gathering.sum(summed.chains());
            replyIfWhole(summed.epoch(), gathering);
        }
        return this;
    }

    private Behavior<Command> onPainted(Painted painted) {
        Gathering gathering = underWay.get(painted.epoch());
        if (gathering != null) {
            gathering.paint(painted);
            replyIfWhole(painted.epoch(), gathering);
        }
        return this;
    }

    private void replyIfWhole(long epoch, Gathering gathering) {
        if (gathering.isWhole()) {
            underWay.remove(epoch);
            wait = FIRST_WAIT;
            timers.startSingleTimer(Remind.REMIND, wait);
            gathering.reply();
        }
    }

    private Behavior<Command> onKept(Kept kept) {
        Sealed[] all = stored.computeIfAbsent(kept.epoch(), _ -> new Sealed[homes.length]);
        all[kept.block()] = kept.sealed();
        if (Arrays.stream(all).allMatch(each -> each != null)) {
            stored.keySet().removeIf(epoch -> epoch <= kept.epoch());
            news.tell(new Stored(term.number(), kept.epoch(), List.of(all)));
        }
        return this;
    }

    private Behavior<Command> onUnkept(Unkept unkept) {
        if (unkept.term() == term.number()) {
            stored.remove(unkept.epoch());
            news.tell(new Unstored(term.number(), unkept.epoch(), unkept.reason()));
        }
        return this;
    }

    private Behavior<Command> onDamage(Damage damage) {
        if (damage.term() != term.number()) {
            return this;
        }
        news.tell(new Spoilt(term.number(), damage.key(), damage.reason()));
        end = damage.reason();
        return Behaviors.stopped();
    }

    private Behavior<Command> over(String reason, boolean node) {
        end = reason;
        news.tell(new Broken(term.number(), reason, node));
        return Behaviors.stopped();
    }

    private Behavior<Command> onRemind() {
        if (!isSeated()) {
            enter();
        } else if (!underWay.isEmpty()) {
            start();
            underWay.values().forEach(gathering -> perform(gathering.order()));
        }
        Duration longest = isSeated() ? LONGEST_WAIT_FOR_SUMS : LONGEST_WAIT_FOR_SEATS;
        wait = Failures.longer(wait, longest);
        timers.startSingleTimer(Remind.REMIND, wait);
        return this;
    }

    private Behavior<Command> disband() {
        sections.forEach(section -> {
            getContext().unwatch(section);
            section.tell(new Section.Disband(term.number()));
        });
        return Behaviors.stopped();
    }

    /** However this ends, whoever waits is told. */
    private Behavior<Command> onPostStop() {
        underWay.values().forEach(gathering -> gathering.fail(end));
        return this;
    }
}
