package io.isinglass.actors.block;

/** What befalls messages between nodes: how many in a thousand are lost, how many come twice, and whether all come in any order. */
record Weather(int lost, int doubled, boolean mixed) {

    /** Every message comes once, and in the order of its sender. */
    static final Weather CALM = new Weather(0, 0, false);
}
