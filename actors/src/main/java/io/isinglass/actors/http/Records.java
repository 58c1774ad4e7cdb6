package io.isinglass.actors.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.unmarshalling.StringUnmarshallers;
import akka.http.javadsl.unmarshalling.Unmarshaller;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isinglass.actors.run.Run;
import io.isinglass.actors.store.Delivery;
import io.isinglass.actors.store.Inbox;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Records that come by HTTP, and lines that were none. */
final class Records extends AllDirectives {

    private static final String TYPE = "application/x-ndjson";
    private static final ContentType NDJSON = MediaTypes.applicationWithFixedCharset("x-ndjson", HttpCharsets.UTF_8)
            .toContentType();
    private static final int MOST_REASONS = 10;

    private final int mostBacklog;

    /** Records for runs that may each have so many before it. */
    Records(int mostBacklog) {
        this.mostBacklog = mostBacklog;
    }

    /** Takes the lines of a request; what it answers with 202 is safe. */
    Route take(Run run) {
        return extractRequest(request -> isPlainNdjson(request)
                ? parameterOptional(
                        StringUnmarshallers.LONG,
                        "from",
                        from -> parameterOptional(
                                StringUnmarshallers.BOOLEAN,
                                "last",
                                last -> entity(
                                        Unmarshaller.entityToByteArray(),
                                        body -> take(run, from, last.orElse(false), body))))
                : complete(Problems.of(
                        StatusCodes.UNSUPPORTED_MEDIA_TYPE, "records come as " + TYPE + ", and not compressed")));
    }

    private static boolean isPlainNdjson(HttpRequest request) {
        return request.entity().getContentType().mediaType().toString().equals(TYPE)
                && request.getHeader("Content-Encoding").isEmpty();
    }

    private Route take(Run run, Optional<Long> from, boolean last, byte[] body) {
        if (from.filter(lines -> lines < 0).isPresent()) {
            return complete(Problems.of(
                    StatusCodes.BAD_REQUEST,
                    "from must be 0 or more, the lines that were sent before; was " + from.get()));
        }
        OptionalLong begin = from.map(OptionalLong::of).orElse(OptionalLong.empty());
        return answer(run.deliver(new Delivery(begin, last, body), mostBacklog), Records::told);
    }

    private <T> Route answer(CompletionStage<T> answer, Function<T, HttpResponse> told) {
        return onComplete(
                answer,
                tried -> complete(
                        tried.isSuccess()
                                ? told.apply(tried.get())
                                : Problems.of(tried.failed().get())));
    }

    private static HttpResponse told(Delivery.Outcome outcome) {
        ObjectNode more = Json.object().put("next", outcome.next());
        return switch (outcome) {
            case Delivery.Taken taken -> Json.response(StatusCodes.ACCEPTED, json(taken));
            case Delivery.Gap gap ->
                Problems.of(
                        StatusCodes.CONFLICT,
                        "%d lines have come: the next are to be sent with from=%1$d".formatted(gap.next()),
                        more);
            case Delivery.Closed _ -> Problems.of(StatusCodes.CONFLICT, "the last record has come already", more);
            case Delivery.Empty _ ->
                Problems.of(StatusCodes.CONFLICT, "there is no record yet, so this cannot be the last", more);
            case Delivery.Full full ->
                Problems.of(
                                StatusCodes.TOO_MANY_REQUESTS,
                                full.backlog() + " records wait to be learned from: nothing was taken, come again",
                                more)
                        .addHeader(RawHeader.create("Retry-After", "1"));
        };
    }

    private static ObjectNode json(Delivery.Taken taken) {
        ObjectNode node = Json.object()
                .put("taken", taken.taken())
                .put("rejected", taken.rejected().size())
                .put("repeated", taken.repeated())
                .put("next", taken.next())
                .put("records", taken.records())
                .put("closed", taken.closed());
        ArrayNode reasons = node.putArray("reasons");
        taken.rejected().stream()
                .limit(MOST_REASONS)
                .forEach(rejection ->
                        reasons.addObject().put("line", rejection.line()).put("reason", rejection.reason()));
        return node;
    }

    /** The first of the lines that were no record; a header says how many there were. */
    Route letters(Run run) {
        return answer(run.letters(), Records::told);
    }

    private static HttpResponse told(Inbox.Letters letters) {
        return HttpResponse.create()
                .withEntity(HttpEntities.create(NDJSON, letters.lines()))
                .addHeader(RawHeader.create("X-Rejected", Long.toString(letters.count())));
    }
}
