package io.isinglass.actors.cli;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import io.isinglass.actors.cluster.Clustered;
import io.isinglass.actors.http.Server;
import io.isinglass.actors.run.Node;
import io.isinglass.actors.run.Runs;
import io.isinglass.config.Settings;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code isinglass serve}: the HTTP API and the dashboard, until interrupted. */
@Command(name = "serve", description = "Serves the HTTP API and the dashboard, until interrupted.")
final class ServeCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private ServerOptions server;

    @Mixin
    private NodeOptions options;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = options.settings();
        Node.Home home = settings.cluster().join() == Settings.Cluster.Join.ALONE
                ? Node.Home.alone()
                : Clustered.home(settings.cluster());
        try (Interrupt interrupt = Interrupt.answeredBy(() -> {});
                Node node = Node.start(settings, server.files(), home)) {
            node.system().getWhenTerminated().whenComplete((_, _) -> interrupt.end());
            // A node that was shut out may wait for ever for those that answer no more: its program ends all the same.
            CoordinatedShutdown.get(node.system())
                    .addTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "the program ends", () -> {
                        interrupt.end();
                        return CompletableFuture.completedFuture(Done.getInstance());
                    });
            Runs runs =
                    new Runs(node, settings.http().maxRuns(), settings.http().metricsRing());
            Server listening = server.listen(node, runs, settings.http());
            command.commandLine().getOut().println("isinglass listens on " + listening.url());
            interrupt.await();
            if (!interrupt.isAsked()) {
                throw new Refusals.Failure("this node is no longer part of its cluster, and ends; the log says why");
            }
            listening.close();
        }
        return 0;
    }
}
