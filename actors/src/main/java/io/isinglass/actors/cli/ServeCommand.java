package io.isinglass.actors.cli;

import io.isinglass.actors.http.Server;
import io.isinglass.actors.run.Node;
import io.isinglass.actors.run.Runs;
import io.isinglass.config.Settings;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code isinglass serve}: the HTTP API and the dashboard, until interrupted. */
@Command(name = "serve", description = "Serves the HTTP API and the dashboard, until interrupted.")
final class ServeCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private ServerOptions server;

    @Option(names = "--threads", paramLabel = "N", description = "threads that sweep (default: one for each core)")
    private Optional<Integer> threads = Optional.empty();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = Settings.load();
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (Node node = Node.start(threads.orElse(settings.threads()))) {
            Runs runs = new Runs(
                    node.system(), settings.http().maxRuns(), settings.http().metricsRing());
            Server listening = server.listen(node, runs, settings.http());
            command.commandLine().getOut().println("isinglass listens on " + listening.url());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(interrupted, closed), "interrupted"));
            interrupted.await();
            listening.close();
            runs.all().forEach(run -> runs.remove(run.id()));
        }
        closed.countDown();
        return 0;
    }

    /** The process lives on until all is closed. */
    private static void end(CountDownLatch interrupted, CountDownLatch closed) {
        interrupted.countDown();
        try {
            closed.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
