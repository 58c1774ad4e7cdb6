package io.isinglass.actors.run;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AskPattern;
import akka.pattern.StatusReply;
import io.isinglass.actors.block.Charter;
import io.isinglass.actors.store.Failures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The runs of a store, as a node that serves them sees them. */
public final class Runs {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ActorSystem<?> system;
    private final RecipientRef<Roster.Command> roster;
    private final Function<String, RecipientRef<Conductor.Command>> conductors;
    private final Node node;
    private final int most;
    private final int ring;
    private final SequencedMap<String, Run> followed = new LinkedHashMap<>();

    /** The runs of a node; at most {@code most} at a time, each with {@code ring} rows for live readers. */
    public Runs(Node node, int most, int ring) {
        this.system = node.system();
        this.roster = node.roster();
        this.conductors = node::conductor;
        this.node = node;
        this.most = most;
        this.ring = ring;
    }

    /** Starts a run under the name of its spec, or takes it up again: for a store of a single run. */
    public Run only(Experiment experiment, Optional<OutFolder> out) {
        Charter charter =
                new Charter(experiment.spec().name(), experiment.located().json());
        node.keep(charter, experiment);
        Run run = Run.follow(node, charter, conductors.apply(charter.run()), out, ring);
        create(charter, experiment, Optional.empty()).exceptionally(error -> {
            run.refuse(Failures.reason(error));
            return charter;
        });
        synchronized (this) {
            followed.put(charter.run(), run);
        }
        return run;
    }

    /** Starts a run; refused if there are too many already. */
    public CompletionStage<Run> start(Experiment experiment) {
        return start(experiment, id -> CompletableFuture.completedFuture(Optional.empty()));
    }

    /**
     * Starts a run from a commit of another: after {@code epochs} epochs of it, which must be one of its points; −1: the
     * last of them. If the learner is another, it begins anew.
     */
    public CompletionStage<Run> fork(Run parent, Experiment experiment, long epochs) {
        if (experiment.intake().isPresent()) {
            return CompletableFuture.failedFuture(new StatusReply.ErrorMessage(
                    "a run whose records come once cannot be forked: those that it has learned from are gone"));
        }
        boolean same =
                parent.located().spec().learner().equals(experiment.spec().learner())
                        && parent.located()
                                .spec()
                                .model()
                                .kind()
                                .equals(experiment.spec().model().kind());
        return start(
                experiment,
                id -> parent.copy(epochs, id).thenApply(base -> Optional.of(same ? base : base.withoutMemory())));
    }

    private CompletionStage<Run> start(Experiment experiment, Function<String, CompletionStage<Optional<Base>>> base) {
        return AskPattern.askWithStatus(
                        roster,
                        (ActorRef<StatusReply<Charter>> replyTo) -> new Roster.Enter(
                                experiment.spec().name(), experiment.located().json(), most, replyTo),
                        PATIENCE,
                        system.scheduler())
                .thenCompose(charter -> base.apply(charter.run()).thenCompose(from -> {
                    node.keep(charter, experiment);
                    return create(charter, experiment, from);
                }))
                .thenCompose(charter -> begun(follow(charter)));
    }

    /** A run that is known to be there: what takes it long to begin is no reason to say that it was not begun. */
    private static CompletionStage<Run> begun(Run run) {
        return heard(run).exceptionally(_ -> run);
    }

    private CompletionStage<Charter> create(Charter charter, Experiment experiment, Optional<Base> base) {
        return AskPattern.<Conductor.Command, Done>askWithStatus(
                        conductors.apply(charter.run()),
                        replyTo -> new Conductor.Create(charter, base, Optional.of(Layout.of(experiment)), replyTo),
                        PATIENCE,
                        system.scheduler())
                .thenApply(_ -> charter);
    }

    private synchronized Run follow(Charter charter) {
        return followed.computeIfAbsent(
                charter.run(), id -> Run.follow(node, charter, conductors.apply(id), Optional.empty(), ring));
    }

    private CompletionStage<List<Charter>> charters() {
        return AskPattern.ask(roster, Roster.Call::new, PATIENCE, system.scheduler())
                .thenApply(Roster.Runs::charters);
    }

    /** The runs, the newest first. */
    public CompletionStage<List<Run>> all() {
        return charters().thenCompose(charters -> {
            charters.forEach(this::follow);
            List<Run> all;
            synchronized (this) {
                all = new ArrayList<>(followed.sequencedValues().reversed());
            }
            CompletionStage<Done> heard = CompletableFuture.completedFuture(Done.getInstance());
            for (Run run : all) {
                heard = heard.thenCombine(heard(run), (done, _) -> done);
            }
            return heard.thenApply(_ -> all);
        });
    }

    /** The run of an id, if there is one. */
    public CompletionStage<Optional<Run>> find(String id) {
        synchronized (this) {
            if (followed.containsKey(id)) {
                return heard(followed.get(id)).thenApply(Optional::of);
            }
        }
        return charters()
                .thenCompose(charters -> charters.stream()
                        .filter(charter -> charter.run().equals(id))
                        .findFirst()
                        .map(charter -> heard(follow(charter)).thenApply(Optional::of))
                        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
    }

    /** A run of which it is known where it stands; nobody is told that one is at its beginning that is not. */
    private static CompletionStage<Run> heard(Run run) {
        return run.heard().toCompletableFuture().copy().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Stops a run and forgets it. */
    public CompletionStage<Done> remove(Run run) {
        // In this order: what is over and not struck off can be deleted again.
        return AskPattern.<Conductor.Command, Done>askWithStatus(
                        conductors.apply(run.id()), Conductor.Forget::new, PATIENCE, system.scheduler())
                .thenCompose(_ -> AskPattern.askWithStatus(
                        roster,
                        (ActorRef<StatusReply<Charter>> replyTo) -> new Roster.Strike(run.id(), replyTo),
                        PATIENCE,
                        system.scheduler()))
                .thenCompose(_ -> node.inbox().forget(run.id()))
                .thenApply(_ -> {
                    synchronized (this) {
                        followed.remove(run.id());
                    }
                    return Done.getInstance();
                });
    }
}
