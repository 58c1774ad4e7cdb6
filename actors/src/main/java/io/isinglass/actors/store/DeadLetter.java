package io.isinglass.actors.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.isinglass.streams.learn.Frame;
import java.util.List;

/** A line that was no record, as it is kept: its number, and a line of JSON that says why. */
public record DeadLetter(long line, byte[] json) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static DeadLetter of(Frame.Rejection rejection) {
        try {
            return new DeadLetter(rejection.line(), MAPPER.writeValueAsBytes(rejection));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those of a run that has so many already; not more than fit. */
    static List<DeadLetter> of(List<Frame.Rejection> rejected, long already, int most) {
        return rejected.stream()
                .limit(Math.max(0, most - already))
                .map(DeadLetter::of)
                .toList();
    }
}
