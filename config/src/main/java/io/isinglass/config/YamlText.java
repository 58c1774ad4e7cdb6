package io.isinglass.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.util.Iterator;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** The reading of YAML into a draft. */
final class YamlText {

    /*
     * Only the composer of the library is used: it gives nodes with their lines, and constructs nothing. What a plain
     * scalar means is decided here, so the resolver merely tells plain scalars from quoted ones.
     */
    private static final Tag PLAIN = new Tag("tag:isinglass:plain");

    private final Draft draft;

    private YamlText(Draft draft) {
        this.draft = draft;
    }

    static void read(String text, Draft draft) {
        try {
            new YamlText(draft)
                    .document(composer().composeAll(new StringReader(text)).iterator());
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new Unreadable(new Place(draft.source(), mark == null ? 0 : mark.getLine() + 1), reason(e));
        } catch (ReaderException e) {
            int line = 1
                    + (int) text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count();
            String code = String.format("U+%04X", e.getCodePoint());
            throw new Unreadable(
                    new Place(draft.source(), line), "holds the character " + code + ", which no text has");
        } catch (YAMLException e) {
            // without a mark there is one thing left: the composer's own limit of depth
            throw new Unreadable(new Place(draft.source(), 0), Draft.TOO_DEEP);
        }
    }

    /** What a quoted scalar holds, if that is what the text is. */
    static Optional<String> quoted(String text) {
        try {
            Node node = composer().compose(new StringReader(text));
            return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
        } catch (YAMLException e) {
            return Optional.empty();
        }
    }

    private static Yaml composer() {
        LoaderOptions loading = new LoaderOptions();
        loading.setCodePointLimit(2 * SpecReader.MAX_CHARACTERS);
        loading.setMaxAliasesForCollections(Integer.MAX_VALUE); // the draft counts nodes
        loading.setTagInspector(tag -> true); // tags are refused below, with their key
        DumperOptions dumping = new DumperOptions();
        return new Yaml(new SafeConstructor(loading), new Representer(dumping), dumping, loading, new PlainResolver());
    }

    private static String reason(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("TAB")) {
            return "a tab cannot start a line here: indent with spaces";
        }
        if (problem.startsWith("expected <block end>")) {
            return "the indentation does not fit the lines above";
        }
        return "cannot be read as YAML: " + problem;
    }

    private void document(Iterator<Node> documents) {
        Node first = documents.hasNext() ? documents.next() : null;
        if (first == null
                || first instanceof ScalarNode scalar && scalar.getValue().isBlank()) {
            throw new Unreadable(draft.place(Draft.ROOT), Draft.EMPTY);
        }
        if (!(first instanceof MappingNode root)) {
            throw new Unreadable(place(first), Draft.NO_MAP);
        }
        draft.mark(Draft.ROOT, place(root), 0);
        entries(root, draft.tree(), Draft.ROOT, 1);
        if (documents.hasNext()) {
            throw new Unreadable(place(documents.next()), "a second document starts here: a file holds one spec");
        }
    }

    private JsonNode node(Node node, JsonPointer at, int depth) {
        return switch (node) {
            case MappingNode map -> entries(map, JsonNodeFactory.instance.objectNode(), at, depth);
            case SequenceNode list -> items(list, at, depth);
            case ScalarNode scalar -> scalar(scalar, at);
            default -> throw new Unreadable(place(node), "cannot be read as YAML");
        };
    }

    private ObjectNode entries(MappingNode map, ObjectNode into, JsonPointer at, int depth) {
        tag(map, Tag.MAP, at);
        for (NodeTuple entry : map.getValue()) {
            Place place = place(entry.getKeyNode());
            if (!(entry.getKeyNode() instanceof ScalarNode scalar)) {
                draft.problem(place, Draft.dotted(at), "a key must be a word");
                continue;
            }
            JsonPointer key = at.appendProperty(scalar.getValue());
            if (into.has(scalar.getValue())) {
                draft.duplicate(key, place);
                continue;
            }
            draft.mark(key, place, depth);
            into.set(scalar.getValue(), node(entry.getValueNode(), key, depth + 1));
        }
        return into;
    }

    private ArrayNode items(SequenceNode list, JsonPointer at, int depth) {
        tag(list, Tag.SEQ, at);
        ArrayNode into = JsonNodeFactory.instance.arrayNode();
        for (Node item : list.getValue()) {
            JsonPointer index = at.appendIndex(into.size());
            draft.mark(index, place(item), depth);
            into.add(node(item, index, depth + 1));
        }
        return into;
    }

    private JsonNode scalar(ScalarNode scalar, JsonPointer at) {
        if (scalar.getTag().equals(PLAIN)) {
            return draft.scalar(at, scalar.getValue());
        }
        tag(scalar, Tag.STR, at);
        return JsonNodeFactory.instance.textNode(scalar.getValue());
    }

    private void tag(Node node, Tag expected, JsonPointer at) {
        if (!node.getTag().equals(expected)) {
            draft.problem(at, "the tag " + Shown.cut(node.getTag().getValue()) + " is not allowed: a spec has no tags");
        }
    }

    private Place place(Node node) {
        return new Place(draft.source(), node.getStartMark().getLine() + 1);
    }

    /** A resolver that resolves nothing: it marks plain scalars as such. */
    private static final class PlainResolver extends Resolver {

        @Override
        public Tag resolve(NodeId kind, String value, boolean implicit) {
            return kind == NodeId.scalar && implicit ? PLAIN : super.resolve(kind, value, false);
        }
    }
}
