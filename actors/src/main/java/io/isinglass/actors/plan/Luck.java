package io.isinglass.actors.plan;

/** Which of the windows of every measured constant is taken: so a prediction has a middle and two ends. */
enum Luck {
    USUAL,
    BEST,
    WORST
}
