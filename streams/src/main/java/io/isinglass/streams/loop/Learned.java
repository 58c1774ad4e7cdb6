package io.isinglass.streams.loop;

import io.isinglass.streams.learn.Batch;
import io.isinglass.streams.learn.Lesson;
import io.isinglass.streams.learn.Sample;
import java.util.Optional;

/**
 * An epoch that has been swept and learned from.
 *
 * @param memory what a {@link Resumption} takes up from the epoch that follows; there where the epoch's fields are kept
 */
public record Learned(Sample sample, Batch batch, Lesson lesson, Optional<byte[]> memory) {}
