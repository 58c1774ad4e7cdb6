package io.isinglass.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The reading of JSON into a draft, token by token, so that every key has its line. */
final class JsonText {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(SpecReader.MAX_CHARACTERS)
                    .maxNameLength(SpecReader.MAX_CHARACTERS)
                    .build())
            .build();

    private final JsonParser parser;
    private final Draft draft;

    private JsonText(JsonParser parser, Draft draft) {
        this.parser = parser;
        this.draft = draft;
    }

    static void read(String text, Draft draft) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            new JsonText(parser, draft).document();
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new Unreadable(
                    new Place(draft.source(), line),
                    "cannot be read as JSON: " + Shown.cut(e.getOriginalMessage(), 200));
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory cannot fail to be read", e);
        }
    }

    private void document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) {
            throw new Unreadable(draft.place(Draft.ROOT), Draft.EMPTY);
        }
        if (first != JsonToken.START_OBJECT) {
            throw new Unreadable(place(), Draft.NO_MAP);
        }
        draft.mark(Draft.ROOT, place(), 0);
        entries(draft.tree(), Draft.ROOT, 1);
        if (parser.nextToken() != null) {
            throw new Unreadable(place(), "a second document starts here: a file holds one spec");
        }
    }

    private JsonNode node(JsonToken token, JsonPointer at, int depth) throws IOException {
        return switch (token) {
            case START_OBJECT -> entries(JsonNodeFactory.instance.objectNode(), at, depth);
            case START_ARRAY -> items(at, depth);
            case VALUE_STRING -> JsonNodeFactory.instance.textNode(parser.getText());
            default -> draft.scalar(at, parser.getText());
        };
    }

    private ObjectNode entries(ObjectNode into, JsonPointer at, int depth) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonPointer key = at.appendProperty(name);
            Place place = place();
            JsonToken token = parser.nextToken();
            if (into.has(name)) {
                draft.duplicate(key, place);
                parser.skipChildren();
            } else {
                draft.mark(key, place, depth);
                into.set(name, node(token, key, depth + 1));
            }
        }
        return into;
    }

    private ArrayNode items(JsonPointer at, int depth) throws IOException {
        ArrayNode into = JsonNodeFactory.instance.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            JsonPointer index = at.appendIndex(into.size());
            draft.mark(index, place(), depth);
            into.add(node(token, index, depth + 1));
        }
        return into;
    }

    private Place place() {
        return new Place(draft.source(), parser.currentTokenLocation().getLineNr());
    }
}
