package io.isinglass.actors.http;

import akka.actor.typed.DispatcherSelector;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import io.isinglass.actors.run.Node;
import io.isinglass.actors.run.Runs;
import io.isinglass.config.Settings;
import io.isinglass.streams.source.Files;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** A listening API. */
public final class Server {

    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

    private final ServerBinding binding;

    private Server(ServerBinding binding) {
        this.binding = binding;
    }

    /**
     * Listens.
     *
     * @param port 0: any free one
     * @throws IOException if the port cannot be had, saying which
     */
    public static Server listen(String host, int port, Runs runs, Node node, Files files, Settings.Http settings)
            throws IOException {
        try {
            return new Server(Http.get(node.system())
                    .newServerAt(host, port)
                    .bind(new Api(
                                    runs,
                                    new Gauges(node),
                                    files,
                                    threads(node, DispatcherSelector.blocking()),
                                    threads(node, DispatcherSelector.fromConfig("questions")),
                                    settings)
                            .route())
                    .toCompletableFuture()
                    .join());
        } catch (CompletionException e) {
            throw new IOException(
                    "cannot listen on %s port %d: is it in use? Take another by --port, or 0 for any free one"
                            .formatted(host, port),
                    e);
        }
    }

    private static Executor threads(Node node, DispatcherSelector which) {
        return node.system().dispatchers().lookup(which);
    }

    public int port() {
        return binding.localAddress().getPort();
    }

    public String url() {
        return "http://" + binding.localAddress().getHostString() + ":" + port() + "/";
    }

    /** Stops listening, after the last answers. */
    public void close() {
        binding.terminate(LAST_ANSWERS).toCompletableFuture().join();
    }
}
