package io.isinglass.streams.serve;

/**
 * A tensor of what was learned.
 *
 * @param meaning what the numbers are, and which is which, in words
 * @param error the name of the tensor of the same shape that holds a standard error for each; empty: there is none
 */
public record Parameter(Tensor tensor, String meaning, String error) {

    /** A tensor of numbers whose errors are not known. */
    public Parameter(Tensor tensor, String meaning) {
        this(tensor, meaning, "");
    }
}
