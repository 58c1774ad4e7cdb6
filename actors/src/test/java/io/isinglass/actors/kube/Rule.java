package io.isinglass.actors.kube;

import java.util.stream.Stream;
import org.slf4j.helpers.MessageFormatter;

/** What must hold of all objects together. A breach is a sentence with the value and what is allowed. */
interface Rule {

    Stream<String> breaches(Manifests manifests);

    /** The sentence, with each {@code {}} replaced by a value, unless it holds. */
    static Stream<String> unless(boolean holds, String breach, Object... values) {
        return holds
                ? Stream.empty()
                : Stream.of(MessageFormatter.arrayFormat(breach, values).getMessage());
    }
}
