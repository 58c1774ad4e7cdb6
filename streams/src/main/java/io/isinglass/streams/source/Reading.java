package io.isinglass.streams.source;

/**
 * What a file of records is read for.
 *
 * @param sites {@code all}, how many columns from the first on, or their names with commas between them
 * @param places a file that says where they are; {@code none}: it is not known
 * @param time the column of the time of a record; {@code none}: it has none
 * @param first how many records encoders see before they turn any
 * @param batch how many records an epoch learns from
 */
record Reading(
        String sites,
        String places,
        String time,
        Calendar calendar,
        Encoder encoder,
        double at,
        int first,
        int batch) {}
