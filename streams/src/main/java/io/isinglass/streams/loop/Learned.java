package io.isinglass.streams.loop;

import io.isinglass.streams.learn.Batch;
import io.isinglass.streams.learn.Lesson;
import io.isinglass.streams.learn.Sample;

/** An epoch that has been swept and learned from. */
public record Learned(Sample sample, Batch batch, Lesson lesson) {}
