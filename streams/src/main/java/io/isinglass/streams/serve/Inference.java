package io.isinglass.streams.serve;

import java.util.List;

/**
 * What answers questions by what was learned. Equal questions have equal answers; many threads may ask at a time, and none of
 * them changes anything.
 */
public interface Inference {

    List<Port> inputs();

    List<Port> outputs();

    /** The outputs that were wanted; where none was named, all that the records allow. */
    List<Tensor> infer(Question question);
}
