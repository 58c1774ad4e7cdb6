package io.isinglass.actors.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** As many questions as are allowed are under way at once. */
class ModelsTest {

    private final Models models = new Models(2);

    @Test
    void oneTooManyIsToldToComeAgainUntilAnotherHasItsAnswer() {
        CompletableFuture<String> first = new CompletableFuture<>();
        Optional<CompletionStage<String>> asked = models.let(() -> first);
        assertTrue(models.let(CompletableFuture::new).isPresent());
        assertFalse(models.let(CompletableFuture::new).isPresent());

        first.complete("answer");
        assertEquals("answer", asked.orElseThrow().toCompletableFuture().join());
        assertTrue(models.let(CompletableFuture::new).isPresent());
        assertFalse(models.let(CompletableFuture::new).isPresent());
    }

    @Test
    void oneThatFailsMakesRoomToo() {
        for (int each = 0; each < 5; each++) {
            assertTrue(models.let(() -> CompletableFuture.failedFuture(new IllegalStateException()))
                    .isPresent());
            assertTrue(models.let(() -> {
                        throw new IllegalStateException();
                    })
                    .isPresent());
        }
    }
}
