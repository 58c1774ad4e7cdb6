package io.isinglass.engine.field;

/** How a chain begins, or begins anew. */
public enum Start {
    /** Every site as the model's ordered state has it. */
    ORDERED,
    /** Every site by chance, independent of all others. */
    DISORDERED,
    /** Every site as the evidence shows it. */
    EVIDENCE
}
