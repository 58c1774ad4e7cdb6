package io.isinglass.streams.serve;

import java.util.List;
import java.util.Optional;

/**
 * What was learned, for others to use.
 *
 * @param inference empty: there is nothing that it could be asked
 */
public record Knowledge(List<Parameter> parameters, Optional<Inference> inference) {

    public Knowledge {
        parameters = List.copyOf(parameters);
    }
}
