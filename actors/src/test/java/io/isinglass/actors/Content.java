package io.isinglass.actors;

import akka.pattern.StatusReply;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A message as nested lists: records and arrays by what they hold, so that messages with arrays can be compared. */
final class Content {

    private Content() {}

    static Object of(Object value) {
        return switch (value) {
            case null -> "nothing";
            case Record message -> ofRecord(message);
            case StatusReply<?> reply -> List.of("reply", of(reply.getValue()));
            case List<?> list -> list.stream().map(Content::of).toList();
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> List.of(entry.getKey(), of(entry.getValue())))
                        .toList();
            case Optional<?> maybe -> maybe.map(Content::of);
            case Object array
            when array.getClass().isArray() ->
                IntStream.range(0, Array.getLength(array))
                        .mapToObj(k -> of(Array.get(array, k)))
                        .toList();
            default -> value;
        };
    }

    private static List<Object> ofRecord(Record message) {
        Stream<Object> parts = Stream.of(message.getClass().getRecordComponents())
                .map(component -> List.of(component.getName(), of(read(component, message))));
        return Stream.concat(Stream.of(message.getClass()), parts).toList();
    }

    private static Object read(RecordComponent component, Record message) {
        try {
            return component.getAccessor().invoke(message);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
