package io.isinglass.actors.cli;

import akka.Done;
import io.isinglass.actors.http.Server;
import io.isinglass.actors.run.Binder;
import io.isinglass.actors.run.Conductor;
import io.isinglass.actors.run.Experiment;
import io.isinglass.actors.run.Node;
import io.isinglass.actors.run.OutFolder;
import io.isinglass.actors.run.Result;
import io.isinglass.actors.run.Run;
import io.isinglass.actors.run.Runs;
import io.isinglass.actors.run.State;
import io.isinglass.config.Settings;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code isinglass run SPEC}: a run in the foreground, to its end. */
@Command(name = "run", description = "Runs a spec to its end, in the foreground.")
final class RunCommand implements Callable<Integer> {

    private static final long TTY_REFRESH_MILLIS = 200;
    private static final long LINE_REFRESH_MILLIS = 5000;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private SpecOptions spec;

    @Mixin
    private ServerOptions server;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description =
                    "a folder for metrics.ndjson, result.json, pictures and the model; nothing in it is overwritten")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private NodeOptions options;

    @Option(names = "--dashboard", description = "serves the dashboard while it runs, and prints its address")
    private boolean dashboard;

    @Option(names = "--stay", description = "with --dashboard: stays when the run has ended, until interrupted")
    private boolean stay;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = options.settings();
        Experiment experiment = Binder.bind(spec.read(), spec.files());
        if (out.isPresent() && !options.isStored()) {
            OutFolder.check(out.get());
        }
        AtomicReference<Run> running = new AtomicReference<>();
        try (Interrupt interrupt = Interrupt.answeredBy(() -> stop(running.get()));
                Node node = Node.start(settings, spec.files(), Node.Home.alone())) {
            Runs runs =
                    new Runs(node, settings.http().maxRuns(), settings.http().metricsRing());
            Optional<Server> listening =
                    dashboard ? Optional.of(server.listen(node, runs, settings.http())) : Optional.empty();
            listening.ifPresent(at -> out().println("dashboard: " + at.url()));
            running.set(runs.only(experiment, folder()));
            if (interrupt.isAsked()) {
                stop(running.get());
            }
            boolean whole;
            try {
                await(running.get(), interrupt);
            } finally {
                whole = (interrupt.isAsked() && options.isStored()) || isDelivered(running.get());
            }
            if (stay && listening.isPresent()) {
                out().println("the dashboard stays; interrupt to end");
                interrupt.await();
            }
            listening.ifPresent(Server::close);
            return whole ? 0 : 1;
        }
    }

    /** Waits until all rows are where the spec has them sent, and says what is not. */
    private boolean isDelivered(Run run) {
        try {
            run.delivered().toCompletableFuture().join();
            return true;
        } catch (CompletionException e) {
            String later = options.isStored() ? "; the same command brings it" : "";
            command.commandLine().getErr().println(e.getCause().getMessage() + later);
            return false;
        }
    }

    private Optional<OutFolder> folder() throws IOException {
        if (out.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(options.isStored() ? OutFolder.resume(out.get()) : OutFolder.create(out.get()));
    }

    /** What the run has shown so far is written. With a store, the run only rests, and goes on when it is begun again. */
    private void stop(Run run) {
        if (!options.isStored() && run != null && run.progress().state() == State.RUNNING) {
            run.stop();
        }
    }

    private void await(Run run, Interrupt interrupt) throws InterruptedException {
        boolean tty = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        ProgressLine line = new ProgressLine(out(), tty);
        CompletableFuture<Result> result = run.result().toCompletableFuture();
        while (true) {
            try {
                Result ended = result.get(tty ? TTY_REFRESH_MILLIS : LINE_REFRESH_MILLIS, TimeUnit.MILLISECONDS);
                line.show(run.progress());
                line.end();
                Summary.print(out(), ended, run.progress(), out);
                return;
            } catch (TimeoutException _) {
                line.show(run.progress());
                if (interrupt.isAsked() && options.isStored()) {
                    rest(run, line);
                    return;
                }
            } catch (ExecutionException _) {
                line.end();
                throw new Refusals.Failure("the run failed: " + run.failure());
            }
        }
    }

    /** The run is kept as it is, and goes on from there when the command is begun again. */
    private void rest(Run run, ProgressLine line) {
        run.turn(Conductor.Knob.CHECKPOINT)
                .toCompletableFuture()
                .exceptionally(_ -> Done.getInstance())
                .join();
        line.show(run.progress());
        line.end();
        out().println("the run rests after " + run.progress().epochs() + " epochs; the same command takes it up again");
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }
}
