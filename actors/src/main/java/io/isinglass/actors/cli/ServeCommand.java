package io.isinglass.actors.cli;

import io.isinglass.actors.http.Server;
import io.isinglass.actors.run.Node;
import io.isinglass.actors.run.Runs;
import io.isinglass.config.Settings;
import java.io.IOException;
import java.util.concurrent.Callable;
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
    private ThreadOptions threads;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = Settings.load();
        int size = threads.size(settings);
        try (Interrupt interrupt = Interrupt.answeredBy(() -> {});
                Node node = Node.start(size)) {
            Runs runs = new Runs(
                    node.system(), settings.http().maxRuns(), settings.http().metricsRing());
            Server listening = server.listen(node, runs, settings.http());
            command.commandLine().getOut().println("isinglass listens on " + listening.url());
            interrupt.await();
            listening.close();
            runs.all().forEach(run -> runs.remove(run.id()));
        }
        return 0;
    }
}
