package io.isinglass.actors.bench;

import io.isinglass.actors.http.Server;
import io.isinglass.actors.run.Node;
import io.isinglass.actors.run.Run;
import io.isinglass.actors.run.Runs;
import io.isinglass.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Questions by HTTP to a network of forty spins: how many records, of which four values are missing, are completed in a second. */
final class Serving {

    private static final int MANY = 64;
    private static final int QUESTIONS = 200;
    private static final int WINDOWS = 7;
    private static final int WARM = 3;
    private static final int MISSING = 4;

    private final Ingestion.Size size = Ingestion.Size.SMALL;
    private final int threads;

    Serving(int threads) {
        this.threads = threads;
    }

    /** One question after the other, of many records each, beside questions of one record. */
    Figure answer() {
        Ingestion records = new Ingestion(threads, size);
        try (Node node = records.start();
                HttpClient client = HttpClient.newHttpClient()) {
            Runs runs = new Runs(node, 1, 1);
            Run run = records.begin(runs, size.records(), size.batch());
            run.result().toCompletableFuture().join();
            Server server = Server.listen(
                    "127.0.0.1", 0, runs, node, records.files(), Settings.load().http());
            URI model = URI.create(server.url() + "v2/models/" + run.id() + "/infer");
            double[] rates = new double[WINDOWS];
            double[] plain = new double[WINDOWS];
            for (int window = -WARM; window < WINDOWS; window++) {
                double slow = rate(client, model, 1);
                double fast = rate(client, model, MANY);
                if (window >= 0) {
                    plain[window] = slow;
                    rates[window] = fast;
                }
            }
            server.close();
            Timing timing = new Timing(rates);
            return new Figure(
                    "serve-" + size.sites(), timing, "records/s", timing.median() / new Timing(plain).median());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double rate(HttpClient client, URI model, int records) {
        HttpRequest question = HttpRequest.newBuilder(model)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(question(records)))
                .build();
        return Ingestion.rate(QUESTIONS * records, () -> {
            for (int k = 0; k < QUESTIONS; k++) {
                ask(client, question);
            }
        });
    }

    private static void ask(HttpClient client, HttpRequest question) {
        try {
            HttpResponse<String> answer = client.send(question, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String question(int records) {
        String data = IntStream.range(0, records * size.sites())
                .mapToObj(at -> at % (size.sites() / MISSING) == 0 ? "null" : at % 3 == 0 ? "1" : "-1")
                .collect(Collectors.joining(","));
        return """
            {"inputs": [{"name": "record", "shape": [%d, %d], "datatype": "INT8", "data": [%s]}],
             "outputs": [{"name": "probability"}]}
            """.formatted(records, size.sites(), data);
    }
}
