package io.isinglass.streams.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Newline-delimited JSON: a flat object a line, with a number for each site. A site that is {@code null}, or not there at
 * all, is a value that is missing; what is neither a site nor the time is passed over.
 */
final class NdjsonForm implements Form {

    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public List<String> columns(String line) throws NoRecord {
        List<String> names = new ArrayList<>();
        read(line, (name, parser) -> {
            names.add(name);
            parser.skipChildren();
        });
        return names;
    }

    @Override
    public boolean namesInEveryRecord() {
        return true;
    }

    @Override
    public Parsed parse(String line, Selection of) throws NoRecord {
        double[] values = new double[of.sites().size()];
        Arrays.fill(values, Double.NaN);
        BitSet there = new BitSet(values.length);
        String[] time = new String[1];
        read(line, (name, parser) -> {
            int site = of.site(name);
            if (site >= 0) {
                if (there.get(site)) {
                    throw new NoRecord(name + " comes twice");
                }
                there.set(site);
                values[site] = value(name, parser);
            } else if (of.isTime(name)) {
                if (time[0] != null) {
                    throw new NoRecord(name + " comes twice");
                }
                time[0] = parser.getText();
            }
            parser.skipChildren();
        });
        if (of.hasTime() && time[0] == null) {
            throw new NoRecord("it has no time");
        }
        return new Parsed(Optional.ofNullable(time[0]), values);
    }

    private static double value(String name, JsonParser parser) throws IOException, NoRecord {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> Double.NaN;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                double value = parser.getDoubleValue();
                if (!Double.isFinite(value)) {
                    throw new NoRecord("%s is %s, no finite number".formatted(name, parser.getText()));
                }
                yield value;
            }
            case VALUE_STRING -> throw new NoRecord("%s is \"%s\", no number".formatted(name, parser.getText()));
            case START_OBJECT -> throw new NoRecord(name + " is an object, no number");
            case START_ARRAY -> throw new NoRecord(name + " is an array, no number");
            default -> throw new NoRecord("%s is %s, no number".formatted(name, parser.getText()));
        };
    }

    /** What is done with a field, the parser being at its value. */
    @FunctionalInterface
    private interface Visit {

        void field(String name, JsonParser parser) throws IOException, NoRecord;
    }

    private static void read(String line, Visit visit) throws NoRecord {
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new NoRecord("it is no JSON object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                visit.field(name, parser);
            }
            if (parser.nextToken() != null) {
                throw new NoRecord("something follows the JSON object");
            }
        } catch (JsonProcessingException e) {
            throw new NoRecord("it is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
