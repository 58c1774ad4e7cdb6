package io.isinglass.actors.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.ExceptionHandler;
import akka.http.javadsl.server.MalformedQueryParamRejection;
import akka.http.javadsl.server.MalformedRequestContentRejection;
import akka.http.javadsl.server.MethodRejection;
import akka.http.javadsl.server.Rejection;
import akka.http.javadsl.server.RejectionHandler;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.pattern.StatusReply;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isinglass.actors.store.Failures;
import io.isinglass.config.SpecException;
import io.isinglass.engine.catalog.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors as RFC 9457 problem details. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final ContentType PROBLEM_JSON = MediaTypes.applicationWithOpenCharset("problem+json")
            .toContentType(akka.http.javadsl.model.HttpCharsets.UTF_8);

    private Problems() {}

    static HttpResponse of(StatusCode status, String detail) {
        return of(status, detail, Json.object());
    }

    static HttpResponse of(StatusCode status, String detail, ObjectNode more) {
        more.put("type", "about:blank");
        more.put("title", status.reason());
        more.put("status", status.intValue());
        more.put("detail", detail);
        return HttpResponse.create().withStatus(status).withEntity(HttpEntities.create(PROBLEM_JSON, Json.bytes(more)));
    }

    /** A spec that cannot be run: one line for each thing that is wrong with it. */
    static HttpResponse of(SpecException e) {
        ObjectNode more = Json.object();
        var errors = more.putArray("errors");
        e.problems()
                .forEach(problem -> errors.addObject()
                        .put("path", problem.path())
                        .put("line", problem.line())
                        .put("message", problem.message()));
        return of(StatusCodes.UNPROCESSABLE_CONTENT, e.getMessage(), more);
    }

    /** A question to the cluster that was not answered as hoped: refused, or not in time. */
    static HttpResponse of(Throwable error) {
        return switch (Failures.cause(error)) {
            case SpecException e -> of(e);
            case Refused e -> of(StatusCodes.UNPROCESSABLE_CONTENT, e.getMessage());
            case StatusReply.ErrorMessage e
            when e.getMessage().contains("runs already") ->
                of(StatusCodes.TOO_MANY_REQUESTS, e.getMessage()).addHeader(RawHeader.create("Retry-After", "10"));
            case StatusReply.ErrorMessage e -> of(StatusCodes.CONFLICT, e.getMessage());
            default -> {
                LOG.info("no answer: {}", Failures.reason(error));
                yield of(StatusCodes.SERVICE_UNAVAILABLE, "the cluster is recovering; ask again")
                        .addHeader(RawHeader.create("Retry-After", "2"));
            }
        };
    }

    private static HttpResponse of(MalformedRequestContentRejection rejection) {
        return rejection.getCause() instanceof EntityStreamSizeException e
                ? of(e)
                : of(StatusCodes.BAD_REQUEST, "the body cannot be read");
    }

    private static HttpResponse of(EntityStreamSizeException e) {
        return of(StatusCodes.CONTENT_TOO_LARGE, "the body must have at most " + e.limit() + " bytes");
    }

    static ExceptionHandler exceptions() {
        return ExceptionHandler.newBuilder()
                .match(SpecException.class, e -> Directives.complete(of(e)))
                .match(Refused.class, e -> Directives.complete(of(StatusCodes.UNPROCESSABLE_CONTENT, e.getMessage())))
                .match(EntityStreamSizeException.class, e -> Directives.complete(of(e)))
                .matchAny(e -> {
                    LOG.error("a request failed", e);
                    return Directives.complete(
                            of(StatusCodes.INTERNAL_SERVER_ERROR, "the request failed; the log says why"));
                })
                .build();
    }

    static RejectionHandler rejections() {
        return RejectionHandler.newBuilder()
                .handle(
                        MalformedQueryParamRejection.class,
                        rejection -> Directives.complete(of(
                                StatusCodes.BAD_REQUEST,
                                "query parameter " + rejection.parameterName() + ": " + rejection.errorMsg())))
                .handleAll(
                        MethodRejection.class,
                        rejections -> Directives.complete(of(
                                StatusCodes.METHOD_NOT_ALLOWED,
                                "allowed here: "
                                        + String.join(
                                                ", ",
                                                rejections.stream()
                                                        .map(rejection -> rejection
                                                                .supported()
                                                                .name())
                                                        .toList()))))
                .handleNotFound(Directives.complete(of(StatusCodes.NOT_FOUND, "there is nothing at this address")))
                .handle(MalformedRequestContentRejection.class, rejection -> Directives.complete(of(rejection)))
                .handle(
                        Rejection.class,
                        _ -> Directives.complete(of(StatusCodes.BAD_REQUEST, "the request cannot be understood")))
                .build();
    }
}
