package io.isinglass.actors.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import io.isinglass.actors.run.Counters;
import io.isinglass.actors.run.Node;
import io.isinglass.actors.store.Health;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How a node is doing, as Prometheus reads it. */
final class Gauges {

    private final Health health;
    private final Counters counters;
    private final MultiGauge ages;
    private final Counter missed;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    Gauges(Node node) {
        this.health = node.archive().health();
        Counters counters = node.counters();
        count("isinglass.commits", "epochs committed", counters, Counters::commits);
        count("isinglass.replays", "epochs swept again after a fault", counters, Counters::replays);
        count("isinglass.recoveries", "terms that were over before their time", counters, Counters::recoveries);
        count("isinglass.vault.failures", "times that the vault took nothing", health, Health::failures);
        count("isinglass.vault.damages", "damaged objects found in the vault", health, Health::damages);
        Gauge.builder("isinglass.store.degraded", health, of -> of.reason().isEmpty() ? 0 : 1)
                .description("1 while the stores fail")
                .register(registry);
        Gauge.builder("isinglass.blocks.busy.ratio", node, Node::busy)
                .description("part of the kernels' threads that sweep")
                .register(registry);
        Gauge.builder("isinglass.conductors.waiting", counters, Counters::waiting)
                .description("runs that are to go on and wait for another node or for the stores")
                .register(registry);
        Gauge.builder("isinglass.sources.away", counters, Counters::away)
                .description("runs whose source of records is out of reach")
                .register(registry);
        Gauge.builder("isinglass.sinks.away", counters, Counters::undelivered)
                .description("runs whose sink is out of reach")
                .register(registry);
        Gauge.builder("isinglass.sinks.behind", counters, Counters::behind)
                .description("runs that wait until their sink has taken rows")
                .register(registry);
        count(
                "isinglass.readers.forgotten",
                "readers that were waited for, and did not ask for too long",
                counters,
                Counters::forgotten);
        count(
                "isinglass.sink.rows.lost",
                "rows dropped from the journal before a sink had them",
                counters,
                Counters::lost);
        this.counters = counters;
        this.ages = MultiGauge.builder("isinglass.commit.age")
                .baseUnit("seconds")
                .description("time since a run committed; none for what is paused or over")
                .register(registry);
        this.missed = Counter.builder("isinglass.live.rows.missed")
                .description("rows that live readers were too slow for")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
    }

    private <T> void count(String name, String what, T of, java.util.function.ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, of, value).description(what).register(registry);
    }

    /** Why the stores fail; empty if they do not. */
    String degraded() {
        return health.reason();
    }

    /** So many rows have been withheld from a reader that was too slow for them. */
    void missed(long rows) {
        missed.increment((double) rows);
    }

    HttpResponse response() {
        Instant now = Instant.now();
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        counters.going()
                .forEach((run, at) -> rows.add(MultiGauge.Row.of(
                        Tags.of("run", run), Duration.between(at, now).toMillis() / 1e3)));
        ages.register(rows, true);
        return HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, registry.scrape()));
    }
}
