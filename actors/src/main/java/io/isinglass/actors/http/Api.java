package io.isinglass.actors.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.unmarshalling.StringUnmarshallers;
import akka.http.javadsl.unmarshalling.Unmarshaller;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isinglass.actors.run.Binder;
import io.isinglass.actors.run.Conductor;
import io.isinglass.actors.run.Experiment;
import io.isinglass.actors.run.Gallery;
import io.isinglass.actors.run.Result;
import io.isinglass.actors.run.Run;
import io.isinglass.actors.run.Runs;
import io.isinglass.actors.run.View;
import io.isinglass.config.Experiments;
import io.isinglass.config.Settings;
import io.isinglass.config.SpecReader;
import io.isinglass.streams.source.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The HTTP API, version 1, and the dashboard, which uses nothing else. */
public final class Api extends AllDirectives {

    private static final String SHIPPED = "spec";

    private final Runs runs;
    private final Files files;
    private final Executor readers;
    private final long mostBytes;
    private final Gauges gauges;
    private final Metrics metrics;
    private final Records records;
    private final Models models;
    private final Inferences inferences;

    /**
     * An API over these runs.
     *
     * @param files what specs that come in may read, on threads of {@code readers}
     * @param thinkers threads that think questions over
     */
    public Api(Runs runs, Gauges gauges, Files files, Executor readers, Executor thinkers, Settings.Http settings) {
        this.runs = runs;
        this.readers = readers;
        this.gauges = gauges;
        this.metrics = new Metrics(gauges);
        this.files = files;
        this.mostBytes = settings.maxBody();
        this.records = new Records(settings.maxBacklog());
        this.models = new Models(settings.maxQuestions());
        this.inferences = new Inferences(runs, gauges, models, thinkers, settings.maxValues());
    }

    public Route route() {
        Route routes = concat(
                path("alive", () -> get(() -> complete("alive\n"))),
                path("ready", () -> get(this::ready)),
                path("metrics", () -> get(() -> complete(gauges.response()))),
                pathPrefix("v2", inferences::route),
                pathPrefix(PathMatchers.segment("api").slash("v1").slash("runs"), this::ofRuns),
                Dashboard.route());
        return withSizeLimit(mostBytes, () -> routes).seal(Problems.rejections(), Problems.exceptions());
    }

    /** Not ready while the stores fail: what is sampled now may be lost. */
    private Route ready() {
        String reason = gauges.degraded();
        return reason.isEmpty()
                ? complete("ready\n")
                : complete(Problems.of(StatusCodes.SERVICE_UNAVAILABLE, "the store fails: " + reason));
    }

    private Route ofRuns() {
        return concat(
                pathEndOrSingleSlash(() -> concat(get(this::list), post(this::create))),
                pathPrefix(PathMatchers.segment(), id -> withRun(id, this::ofRun)));
    }

    private Route withRun(String id, Function<Run, Route> then) {
        return answer(
                runs.find(id),
                found -> found.map(then)
                        .orElseGet(() -> complete(Problems.of(StatusCodes.NOT_FOUND, "there is no run " + id))));
    }

    /** What comes of an answer; where none comes, the cluster is on its way to give one, and the client is told when to ask again. */
    private <T> Route answer(CompletionStage<T> answer, Function<T, Route> then) {
        return onComplete(answer, tried -> {
            if (tried.isSuccess()) {
                return then.apply(tried.get());
            }
            return complete(Problems.of(tried.failed().get()));
        });
    }

    private Route ofRun(Run run) {
        return concat(
                pathEndOrSingleSlash(() -> concat(
                        get(() -> complete(Json.response(StatusCodes.OK, RunView.of(run)))),
                        delete(() -> remove(run)))),
                path("stop", () -> post(() -> turn(run, Conductor.Knob.STOP))),
                path("pause", () -> post(() -> turn(run, Conductor.Knob.PAUSE))),
                path("resume", () -> post(() -> turn(run, Conductor.Knob.RESUME))),
                path("checkpoint", () -> post(() -> turn(run, Conductor.Knob.CHECKPOINT))),
                path("fork", () -> post(() -> fork(run))),
                path("records", () -> post(() -> records.take(run))),
                path("dead-letters", () -> get(() -> records.letters(run))),
                path("metrics", () -> get(() -> metrics(run))),
                path(PathMatchers.segment(), name -> models.file(run, name)),
                path("result", () -> get(() -> result(run))),
                path(
                        PathMatchers.segment("pictures").slash(PathMatchers.segment()),
                        name -> get(() -> picture(run, name))));
    }

    private Route list() {
        return answer(runs.all(), listed -> {
            ObjectNode body = Json.object();
            ArrayNode all = body.putArray("runs");
            listed.forEach(run -> all.add(RunView.of(run)));
            return complete(Json.response(StatusCodes.OK, body));
        });
    }

    private Route create() {
        return parameterOptional(
                SHIPPED,
                shipped -> parameterList(
                        "set",
                        overrides -> entity(Unmarshaller.entityToString(), body -> create(shipped, overrides, body))));
    }

    private Route create(Optional<String> shipped, List<String> overrides, String body) {
        if (shipped.isPresent() != body.isBlank()) {
            return complete(Problems.of(
                    StatusCodes.BAD_REQUEST, "give a spec as the body, or name a shipped one by ?spec=, and not both"));
        }
        Optional<String> text = shipped.map(Experiments::text).orElse(Optional.of(body));
        if (text.isEmpty()) {
            return complete(Problems.of(
                    StatusCodes.NOT_FOUND,
                    "no spec " + shipped.get() + " is shipped (shipped: " + String.join(", ", Experiments.names())
                            + ")"));
        }
        return created(bound(shipped.orElse("spec"), text.get(), overrides).thenCompose(runs::start));
    }

    /** Looks at the data, which may be large: so not in the threads that answer. */
    private CompletionStage<Experiment> bound(String name, String text, List<String> overrides) {
        return CompletableFuture.supplyAsync(() -> Binder.bind(SpecReader.read(name, text, overrides), files), readers);
    }

    private Route created(CompletionStage<Run> starting) {
        return answer(
                starting,
                run -> complete(Json.response(StatusCodes.CREATED, RunView.of(run))
                        .addHeader(RawHeader.create("Location", "/api/v1/runs/" + run.id()))));
    }

    /** The same spec with overrides, begun from a commit of the run. */
    private Route fork(Run parent) {
        return parameterOptional(
                StringUnmarshallers.LONG,
                "epoch",
                epoch -> parameterList("set", overrides -> {
                    String spec = parent.located().json();
                    return created(bound("spec.json", spec, overrides)
                            .thenCompose(experiment -> runs.fork(parent, experiment, epoch.orElse(-1L))));
                }));
    }

    private Route remove(Run run) {
        return answer(runs.remove(run), _ -> complete(HttpResponse.create().withStatus(StatusCodes.NO_CONTENT)));
    }

    private Route turn(Run run, Conductor.Knob knob) {
        return answer(run.turn(knob), _ -> complete(Json.response(StatusCodes.ACCEPTED, RunView.of(run))));
    }

    private Route metrics(Run run) {
        return parameterOptional(
                StringUnmarshallers.LONG,
                "after",
                given -> parameterOptional(
                        StringUnmarshallers.INTEGER,
                        "limit",
                        limit -> parameterOptional(
                                "key",
                                key -> extractRequest(request -> {
                                    long after = given.orElse(-1L);
                                    return wantsEvents(request)
                                            ? metrics.live(run, Metrics.lastSeen(run, request, after))
                                            : complete(metrics.page(run, after, limit.orElse(1000), key));
                                }))));
    }

    private static boolean wantsEvents(HttpRequest request) {
        return request.getHeader("Accept")
                .filter(accept -> accept.value().contains("text/event-stream"))
                .isPresent();
    }

    private Route result(Run run) {
        CompletableFuture<Result> result = run.result().toCompletableFuture();
        if (!result.isDone()) {
            return complete(Problems.of(StatusCodes.CONFLICT, "the run has not ended yet"));
        }
        if (result.isCompletedExceptionally()) {
            return complete(Problems.of(StatusCodes.CONFLICT, "the run failed: " + run.failure()));
        }
        return complete(HttpResponse.create()
                .withEntity(HttpEntities.create(
                        ContentTypes.APPLICATION_JSON, result.join().toJson())));
    }

    private Route picture(Run run, String name) {
        return answer(
                run.picture(name),
                looked -> complete(looked.map(shown -> picture(name, shown))
                        .orElseGet(() -> Problems.of(
                                StatusCodes.NOT_FOUND,
                                "there is no picture " + name + " (there are: "
                                        + String.join(
                                                ", ",
                                                run.view().map(View::pictures).orElse(List.of())) + ")"))));
    }

    private static HttpResponse picture(String name, Conductor.Looked looked) {
        MediaType.Binary type = name.endsWith(Gallery.DRAWING) ? MediaTypes.IMAGE_SVG_XML : MediaTypes.IMAGE_PNG;
        return HttpResponse.create()
                .withEntity(HttpEntities.create(type.toContentType(), looked.bytes()))
                .addHeader(RawHeader.create("X-Epoch", Long.toString(looked.epoch())))
                .addHeader(RawHeader.create("Cache-Control", "no-store"));
    }
}
