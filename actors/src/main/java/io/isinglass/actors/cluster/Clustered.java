package io.isinglass.actors.cluster;

import akka.Done;
import akka.actor.Address;
import akka.actor.AddressFromURIString;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.sharding.ShardCoordinator;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.Down;
import akka.cluster.typed.JoinSeedNodes;
import akka.cluster.typed.SingletonActor;
import akka.management.cluster.bootstrap.ClusterBootstrap;
import akka.management.javadsl.AkkaManagement;
import com.typesafe.config.Config;
import io.isinglass.actors.block.Block;
import io.isinglass.actors.block.BlockId;
import io.isinglass.actors.block.Blocks;
import io.isinglass.actors.block.Stage;
import io.isinglass.actors.run.Conductor;
import io.isinglass.actors.run.Node;
import io.isinglass.actors.run.Roster;
import io.isinglass.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;

/** The residence of a node in a cluster: blocks and conductors are sharded over all its nodes. */
public final class Clustered implements Node.Residence {

    /** Nodes of this role sweep; all others only serve. */
    static final String BLOCKS = "blocks";

    private static final CoordinatedShutdown.Reason DOWNED = CoordinatedShutdown.clusterDowningReason();
    private static final EntityTypeKey<Block.Command> BLOCK = EntityTypeKey.create(Block.Command.class, "block");
    private static final EntityTypeKey<Conductor.Command> CONDUCTOR =
            EntityTypeKey.create(Conductor.Command.class, "conductor");

    /** Conductors are moved all at once, too: each that is moved has to take its run up again. */
    private static final int MOST_MOVED = 128;

    /** How long a node that leaves waits for its runs to be kept as they are. */
    private static final Duration LAST_POINTS = Duration.ofSeconds(8);

    private static final Set<MemberStatus> OUTSIDE = Set.of(MemberStatus.joining(), MemberStatus.down());

    private final Settings.Cluster settings;
    private ActorSystem<?> system;
    private ClusterSharding sharding;
    private RecipientRef<Roster.Command> roster;

    private Clustered(Settings.Cluster settings) {
        this.settings = settings;
    }

    /** The home of a node in the cluster that these settings tell of. */
    public static Node.Home home(Settings.Cluster settings) {
        return new Node.Home(ClusterConfig.of(settings), new Clustered(settings));
    }

    @Override
    public void open(Node node) {
        system = node.system();
        sharding = ClusterSharding.get(system);
        Block.Surroundings around = node.surroundings();
        sharding.init(Entity.of(BLOCK, entity -> Block.create(BlockId.parse(entity.getEntityId()), around))
                .withMessageExtractor(new Tiles())
                .withAllocationStrategy(settled(new Neighbourhood(Adapter.toClassic(system))))
                .withEntityProps(DispatcherSelector.fromConfig("kernels"))
                .withStopMessage(Block.Leave.LEAVE)
                .withRole(BLOCKS));
        sharding.init(Entity.of(CONDUCTOR, entity -> Conductor.create(entity.getEntityId(), node.house()))
                .withAllocationStrategy(
                        settled(ShardCoordinator.ShardAllocationStrategy$.MODULE$.leastShardAllocationStrategy(
                                MOST_MOVED, 1.0)))
                .withStopMessage(Conductor.Leave.LEAVE)
                .withRole(BLOCKS));
        roster = ClusterSingleton.get(system).init(SingletonActor.of(Roster.create(this::conductor), "roster"));
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseServiceRequestsDone(), "last points", () -> depart(around));
        system.systemActorOf(Standstill.watch(patience(), System::nanoTime, this::giveUp), "standstill", Props.empty());
        join();
    }

    /** How long the others wait for a node that is silent before they go on without it. */
    private Duration patience() {
        Config cluster = system.settings().config().getConfig("akka.cluster");
        return cluster.getDuration("failure-detector.acceptable-heartbeat-pause")
                .plus(cluster.getDuration("split-brain-resolver.stable-after"));
    }

    private void giveUp() {
        Cluster cluster = Cluster.get(system);
        if (cluster.state().members().size() > 1) {
            cluster.manager().tell(new Down(cluster.selfMember().address()));
        }
    }

    private ShardCoordinator.ShardAllocationStrategy settled(ShardCoordinator.ShardAllocationStrategy strategy) {
        return new Settled(Adapter.toClassic(system), strategy);
    }

    /** Lets the blocks of this node be kept before they go. A node that was shut out of its cluster has nothing to hand over. */
    private CompletionStage<Done> depart(Block.Surroundings around) {
        if (CoordinatedShutdown.get(system)
                .getShutdownReason()
                .filter(DOWNED::equals)
                .isPresent()) {
            return CompletableFuture.completedFuture(Done.getInstance());
        }
        return AskPattern.<Stage.Command, Done>ask(around.stage(), Stage.Depart::new, LAST_POINTS, system.scheduler())
                .exceptionally(_ -> Done.getInstance());
    }

    private void join() {
        switch (settings.join()) {
            case SEEDS -> {
                List<Address> seeds = settings.seeds().stream()
                        .map(seed -> AddressFromURIString.parse(
                                ClusterConfig.protocol() + "://" + system.name() + "@" + seed))
                        .toList();
                Cluster.get(system).manager().tell(new JoinSeedNodes(seeds));
                AkkaManagement.get(system).start();
            }
            case KUBERNETES -> {
                AkkaManagement.get(system).start();
                ClusterBootstrap.get(system).start();
            }
            case ALONE -> throw new IllegalStateException("a node alone joins nobody");
        }
    }

    @Override
    public RecipientRef<Conductor.Command> conductor(String run) {
        return sharding.entityRefFor(CONDUCTOR, run);
    }

    @Override
    public Blocks blocks() {
        return id -> sharding.entityRefFor(BLOCK, id.entity());
    }

    @Override
    public RecipientRef<Roster.Command> roster() {
        return roster;
    }

    @Override
    public boolean isSpread() {
        return true;
    }

    /** That of its oldest member, whose incarnation is never seen again once it has left. */
    @Override
    public String owner() {
        Cluster cluster = Cluster.get(system);
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .filter(member -> !OUTSIDE.contains(member.status()))
                .min((a, b) -> a.isOlderThan(b) ? -1 : b.isOlderThan(a) ? 1 : 0)
                .map(Member::uniqueAddress)
                .orElse(cluster.selfMember().uniqueAddress())
                .toString();
    }

    @Override
    public void leave() {
        CompletableFuture<Done> left = CoordinatedShutdown.get(system)
                .runAll(CoordinatedShutdown.jvmExitReason())
                .toCompletableFuture();
        left.join();
    }
}
