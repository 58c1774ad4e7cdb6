package io.isinglass.actors.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.unmarshalling.StringUnmarshallers;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.isinglass.actors.run.Run;
import io.isinglass.actors.run.View;
import io.isinglass.streams.serve.SavedModel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/** What runs have learned, the last few of it at hand; and as files. */
final class Models extends AllDirectives {

    /*
     * A run after so many epochs is the same for ever, and no id is given twice: what is at hand is never out of date.
     */

    /** So many numbers of models, 8 bytes each. */
    private static final int AT_HAND = 1 << 23;

    private final Semaphore free;
    private final AsyncCache<Key, SavedModel> atHand = Caffeine.newBuilder()
            .maximumWeight(AT_HAND)
            .<Key, SavedModel>weigher((_, model) -> Math.toIntExact(Math.min(model.numbers(), AT_HAND)))
            .buildAsync();

    private record Key(String run, long epoch) {}

    /** For so many questions at once. */
    Models(int most) {
        this.free = new Semaphore(most);
    }

    /** The points that a run can be asked about, the newest last. */
    static List<Long> epochs(Run run) {
        return run.view().map(View::points).orElse(List.of()).stream()
                .filter(epoch -> epoch > 0)
                .toList();
    }

    /** What a run had learned after so many epochs, one of its points. */
    CompletionStage<SavedModel> of(Run run, long epoch) {
        return atHand.get(new Key(run.id(), epoch), (_, _) -> run.model(epoch).toCompletableFuture());
    }

    /** Lets something be thought over unless too much is already. */
    <T> Optional<CompletionStage<T>> let(Supplier<CompletionStage<T>> thought) {
        if (!free.tryAcquire()) {
            return Optional.empty();
        }
        CompletionStage<T> begun;
        try {
            begun = thought.get();
        } catch (RuntimeException e) {
            begun = CompletableFuture.failedFuture(e);
        }
        return Optional.of(begun.whenComplete((_, _) -> free.release()));
    }

    /** {@code model} (safetensors), {@code model.json} and {@code model.npz}. */
    Route file(Run run, String name) {
        return switch (name) {
            case "model" -> file(run, model -> file(model.safetensors(), run.id() + ".safetensors"));
            case "model.npz" -> file(run, model -> file(model.npz(), run.id() + ".npz"));
            case "model.json" ->
                file(
                        run,
                        model -> HttpResponse.create()
                                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, model.manifest())));
            default -> reject();
        };
    }

    private Route file(Run run, Function<SavedModel, HttpResponse> of) {
        return get(() -> parameterOptional(StringUnmarshallers.LONG, "epoch", epoch -> {
            long wanted = epoch.orElseGet(
                    () -> epochs(run).isEmpty() ? -1L : epochs(run).getLast());
            return let(() -> of(run, wanted))
                    .<Route>map(asked -> onComplete(
                            asked,
                            tried -> complete(
                                    tried.isSuccess()
                                            ? of.apply(tried.get())
                                            : Problems.of(tried.failed().get()))))
                    .orElseGet(() -> complete(
                            Problems.of(StatusCodes.TOO_MANY_REQUESTS, "too many questions are under way: come again")
                                    .addHeader(RawHeader.create("Retry-After", "1"))));
        }));
    }

    private static HttpResponse file(byte[] bytes, String name) {
        return HttpResponse.create()
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_OCTET_STREAM, bytes))
                .addHeader(RawHeader.create("Content-Disposition", "attachment; filename=\"" + name + "\""));
    }
}
