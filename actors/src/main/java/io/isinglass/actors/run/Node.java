package io.isinglass.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.Behaviors;
import akka.remote.RemoteTransportException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.isinglass.actors.block.Block;
import io.isinglass.actors.block.Blocks;
import io.isinglass.actors.block.Charter;
import io.isinglass.actors.block.Plan;
import io.isinglass.actors.block.Stage;
import io.isinglass.actors.store.Archive;
import io.isinglass.actors.store.Health;
import io.isinglass.actors.store.Inbox;
import io.isinglass.actors.store.Journal;
import io.isinglass.actors.store.Vault;
import io.isinglass.actors.store.Vaults;
import io.isinglass.config.Settings;
import io.isinglass.streams.source.Files;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** One process of Isinglass: an actor system with its stores, whose kernels run on so many threads. */
public final class Node implements AutoCloseable {

    /** Threads that read and write the vault. */
    static final String VAULT_THREADS = "vault";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int EXPERIMENTS = 10_000;

    /** What nobody has asked for so long is bound again when somebody does. */
    private static final Duration UNUSED = Duration.ofMinutes(10);

    private final ActorSystem<Void> system;
    private final ActorRef<Stage.Command> stage;
    private final Vault vault;
    private final Archive archive;
    private final Inbox inbox;
    private final Counters counters = new Counters();
    private final Load load = new Load();
    private final Settings.Store store;
    private final Files files;
    private final Residence residence;
    private final Cache<Charter, Experiment> experiments = Caffeine.newBuilder()
            .maximumSize(EXPERIMENTS)
            .expireAfterAccess(UNUSED)
            .build();

    /** Where the actors of a node live: all here, or all over a cluster. */
    public interface Residence {

        /** Begins; what blocks and conductors find is in the node. */
        void open(Node node);

        RecipientRef<Conductor.Command> conductor(String run);

        Blocks blocks();

        RecipientRef<Roster.Command> roster();

        /** Whether a run may live on another node than the one that is asked for it. */
        boolean isSpread();

        /** The name of the cluster that this node is in now. */
        String owner();

        /** Leaves in order. */
        void leave();
    }

    /** Where a node lives, and what its configuration must have for that. */
    public record Home(String configuration, Residence residence) {

        /** By itself. */
        public static Home alone() {
            return new Home("", new Alone());
        }
    }

    private Node(ActorSystem<Void> system, Vault vault, Files files, Residence residence, Settings.Store store) {
        this.system = system;
        this.stage = system.systemActorOf(Stage.create(), "stage", Props.empty());
        this.vault = vault;
        Executor threads = system.dispatchers().lookup(DispatcherSelector.fromConfig(VAULT_THREADS));
        this.archive = new Archive(vault, threads, new Health());
        this.inbox = Inbox.of(store, threads);
        this.files = files;
        this.residence = residence;
        this.store = store;
    }

    /**
     * Starts a node.
     *
     * @param files what specs may read
     * @throws IOException if a store cannot be had, saying which and why
     */
    public static Node start(Settings settings, Files files, Home home) throws IOException {
        Journal.prepare(settings.store());
        Vault vault = Vaults.open(settings.store());
        int size = settings.threads() == 0 ? Runtime.getRuntime().availableProcessors() : settings.threads();
        Config config = ConfigFactory.parseMap(Map.of("kernels.thread-pool-executor.fixed-pool-size", size))
                .withFallback(ConfigFactory.parseString(home.configuration()))
                .withFallback(Journal.config(settings.store()))
                .withFallback(ConfigFactory.load());
        ActorSystem<Void> system = system(config);
        Node node = new Node(system, vault, files, home.residence(), settings.store());
        home.residence().open(node);
        return node;
    }

    private static ActorSystem<Void> system(Config config) throws IOException {
        try {
            return ActorSystem.create(Behaviors.empty(), "isinglass", config);
        } catch (RemoteTransportException e) {
            throw new IOException(
                    "cannot listen for other nodes (isinglass.cluster.host and port): " + e.getMessage(), e);
        }
    }

    /** Starts a node that keeps nothing and reads only what is shipped, by itself. */
    public static Node start(int threads) {
        try {
            return start(Settings.load().with(threads), new LocalFiles(List.of(), true), Home.alone());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ActorSystem<?> system() {
        return system;
    }

    public Archive archive() {
        return archive;
    }

    public Inbox inbox() {
        return inbox;
    }

    /** Whether a run finds what is put into the inbox here, wherever it lives. */
    boolean reachesRuns() {
        return inbox.isShared() || !residence.isSpread();
    }

    public Counters counters() {
        return counters;
    }

    public RecipientRef<Conductor.Command> conductor(String run) {
        return residence.conductor(run);
    }

    RecipientRef<Roster.Command> roster() {
        return residence.roster();
    }

    /** The experiment of a charter; refuses what has become impossible since, such as data that are gone. */
    public Experiment experiment(Charter charter) {
        return experiments.get(charter, this::bind);
    }

    /** What a charter was written from is what it stands for: it need not be bound once more. */
    void keep(Charter charter, Experiment experiment) {
        experiments.put(charter, experiment);
    }

    private Experiment bind(Charter charter) {
        return Binder.bind(Experiment.located(charter), files);
    }

    /** What conductors find here. */
    public House house() {
        return new House(
                this::experiment,
                residence.blocks(),
                archive,
                inbox,
                residence::owner,
                Clock.systemUTC(),
                Retention.of(store),
                counters);
    }

    /** What blocks find here. */
    public Block.Surroundings surroundings() {
        return surroundings(charter -> experiment(charter).plan());
    }

    /** The same with plans from elsewhere. */
    public Block.Surroundings surroundings(Function<Charter, Plan> plans) {
        return new Block.Surroundings(plans, archive, stage);
    }

    /** The part of the kernels' threads that have swept since this was last asked. */
    public double busy() {
        return load.busy();
    }

    static String unique() {
        return UUID.randomUUID().toString();
    }

    @Override
    public void close() {
        residence.leave();
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            system.log().warn("the actor system did not end in {}", PATIENCE, e);
        }
        try {
            vault.close();
            inbox.close();
        } catch (IOException e) {
            system.log().warn("a store did not close: {}", e.getMessage());
        }
    }
}
