package io.isinglass.actors.http;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.ExceptionHandler;
import akka.http.javadsl.server.MalformedRequestContentRejection;
import akka.http.javadsl.server.MethodRejection;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Rejection;
import akka.http.javadsl.server.RejectionHandler;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.unmarshalling.Unmarshaller;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.pattern.StatusReply;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isinglass.actors.run.Run;
import io.isinglass.actors.run.Runs;
import io.isinglass.actors.run.Version;
import io.isinglass.actors.store.Failures;
import io.isinglass.config.SpecException;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.serve.Inference;
import io.isinglass.streams.serve.SavedModel;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Open Inference Protocol, version 2: a run is a model, and the points at which it was kept are its versions, the newest of
 * which answers where none is named.
 */
final class Inferences extends AllDirectives {

    /*
     * github.com/kserve/open-inference-protocol, specification/protocol/inference_rest.md. A run is only looked at, through
     * what the vault has of it, so that no question disturbs it.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Inferences.class);

    private final Runs runs;
    private final Gauges gauges;
    private final Models models;
    private final Executor threads;
    private final int mostValues;

    /** Of these runs; questions may hold so many numbers, and are thought over on {@code threads}. */
    Inferences(Runs runs, Gauges gauges, Models models, Executor threads, int mostValues) {
        this.runs = runs;
        this.gauges = gauges;
        this.models = models;
        this.threads = threads;
        this.mostValues = mostValues;
    }

    /** All below {@code /v2}. */
    Route route() {
        return concat(
                        pathEndOrSingleSlash(() -> get(() -> complete(Json.response(StatusCodes.OK, server())))),
                        path(
                                PathMatchers.segment("health").slash("live"),
                                () -> get(() -> complete(Json.response(
                                        StatusCodes.OK, Json.object().put("live", true))))),
                        path(PathMatchers.segment("health").slash("ready"), () -> get(this::ready)),
                        pathPrefix(
                                PathMatchers.segment("models").slash(PathMatchers.segment()),
                                id -> answer(
                                        runs.find(id),
                                        found -> found.map(this::ofRun)
                                                .orElseGet(() -> complete(
                                                        error(StatusCodes.NOT_FOUND, "there is no model " + id))))))
                .seal(rejections(), exceptions());
    }

    private static ObjectNode server() {
        ObjectNode node = Json.object().put("name", "isinglass").put("version", Version.text());
        node.putArray("extensions");
        return node;
    }

    private Route ready() {
        boolean ready = gauges.degraded().isEmpty();
        return complete(Json.response(
                ready ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE,
                Json.object().put("ready", ready)));
    }

    private <T> Route answer(CompletionStage<T> answer, Function<T, Route> then) {
        return onComplete(
                answer,
                tried -> tried.isSuccess()
                        ? then.apply(tried.get())
                        : complete(error(tried.failed().get())));
    }

    private Route ofRun(Run run) {
        return concat(
                pathPrefix(
                        PathMatchers.segment("versions").slash(PathMatchers.segment()),
                        version -> Models.epochs(run).stream()
                                .filter(epoch -> Long.toString(epoch).equals(version))
                                .findFirst()
                                .map(epoch -> ofModel(run, Optional.of(epoch)))
                                .orElseGet(() -> complete(error(
                                        StatusCodes.NOT_FOUND,
                                        "there is no version %s of model %s (there are: %s)"
                                                .formatted(version, run.id(), Models.epochs(run)))))),
                ofModel(run, Models.epochs(run).stream().reduce((_, later) -> later)));
    }

    private Route ofModel(Run run, Optional<Long> epoch) {
        return concat(
                pathEndOrSingleSlash(() -> get(() -> asked(
                        run,
                        epoch,
                        model -> Json.response(
                                StatusCodes.OK,
                                Questions.metadata(run.id(), Models.epochs(run), model, inference(model)))))),
                path(
                        "ready",
                        () -> get(() -> epoch.isPresent()
                                ? asked(
                                        run,
                                        epoch,
                                        model -> ready(
                                                run,
                                                model.knowledge().inference().isPresent()))
                                : complete(ready(run, false)))),
                path(
                        "infer",
                        () -> post(() -> entity(
                                Unmarshaller.entityToByteArray(),
                                body -> asked(
                                        run,
                                        epoch,
                                        model -> Json.response(
                                                StatusCodes.OK,
                                                Questions.answer(
                                                        run.id(), model, inference(model), body, mostValues)))))));
    }

    private static HttpResponse ready(Run run, boolean ready) {
        return Json.response(
                ready ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE,
                Json.object().put("name", run.id()).put("ready", ready));
    }

    private static Inference inference(SavedModel model) {
        return model.knowledge()
                .inference()
                .orElseThrow(
                        () -> new Silent("a %s of learner %s answers no questions: its numbers are in the file model"
                                .formatted(
                                        model.origin().get("model"),
                                        model.origin().get("learner"))));
    }

    /** A model that cannot be asked. */
    private static final class Silent extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Silent(String why) {
            super(why);
        }
    }

    private Route asked(Run run, Optional<Long> epoch, Function<SavedModel, HttpResponse> then) {
        if (epoch.isEmpty()) {
            return complete(error(
                            StatusCodes.SERVICE_UNAVAILABLE,
                            "nothing of run " + run.id() + " is kept yet: POST /api/v1/runs/" + run.id()
                                    + "/checkpoint keeps it as it is")
                    .addHeader(RawHeader.create("Retry-After", "2")));
        }
        return models.let(() -> models.of(run, epoch.get()).thenApplyAsync(then, threads))
                .map(answer -> answer(answer, this::told))
                .orElseGet(() ->
                        complete(error(StatusCodes.TOO_MANY_REQUESTS, "too many questions are under way: come again")
                                .addHeader(RawHeader.create("Retry-After", "1"))));
    }

    private Route told(HttpResponse response) {
        return complete(response);
    }

    private static HttpResponse error(StatusCode status, String why) {
        return Json.response(status, Json.object().put("error", why));
    }

    private static HttpResponse error(Throwable error) {
        return switch (Failures.cause(error)) {
            case Questions.TooLarge e -> error(StatusCodes.CONTENT_TOO_LARGE, e.getMessage());
            case EntityStreamSizeException e -> tooLarge(e);
            case Refused e -> error(StatusCodes.BAD_REQUEST, e.getMessage());
            case SpecException e ->
                error(StatusCodes.SERVICE_UNAVAILABLE, e.getMessage()).addHeader(RawHeader.create("Retry-After", "2"));
            case Silent e -> error(StatusCodes.NOT_IMPLEMENTED, e.getMessage());
            case StatusReply.ErrorMessage e -> error(StatusCodes.NOT_FOUND, e.getMessage());
            default -> {
                LOG.info("no answer: {}", Failures.reason(error));
                yield error(StatusCodes.SERVICE_UNAVAILABLE, "the cluster is recovering; ask again")
                        .addHeader(RawHeader.create("Retry-After", "2"));
            }
        };
    }

    private static HttpResponse tooLarge(EntityStreamSizeException e) {
        return error(StatusCodes.CONTENT_TOO_LARGE, "the body must have at most " + e.limit() + " bytes");
    }

    private ExceptionHandler exceptions() {
        return ExceptionHandler.newBuilder().matchAny(e -> complete(error(e))).build();
    }

    private RejectionHandler rejections() {
        return RejectionHandler.newBuilder()
                .handleAll(
                        MethodRejection.class,
                        _ -> complete(error(StatusCodes.METHOD_NOT_ALLOWED, "infer is asked by POST, all else by GET")))
                .handleNotFound(complete(error(StatusCodes.NOT_FOUND, "there is nothing at this address")))
                .handle(
                        MalformedRequestContentRejection.class,
                        rejection -> complete(
                                rejection.getCause() instanceof EntityStreamSizeException e
                                        ? tooLarge(e)
                                        : error(StatusCodes.BAD_REQUEST, "the body cannot be read")))
                .handle(
                        Rejection.class,
                        _ -> complete(error(StatusCodes.BAD_REQUEST, "the request cannot be understood")))
                .build();
    }
}
