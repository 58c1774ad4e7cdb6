package io.isinglass.streams.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** CSV with a head line (RFC 4180, one record a line). An empty field is a value that is missing. */
final class CsvForm implements Form {

    private static final ObjectReader ROW = new CsvMapper().readerFor(String[].class);

    @Override
    public List<String> columns(String line) throws NoRecord {
        return Arrays.asList(fields(line));
    }

    @Override
    public boolean namesInEveryRecord() {
        return false;
    }

    private static String[] fields(String line) throws NoRecord {
        try {
            return ROW.readValue(line);
        } catch (JsonProcessingException e) {
            throw new NoRecord("it is not CSV: " + e.getOriginalMessage());
        }
    }

    @Override
    public Parsed parse(String line, Selection of) throws NoRecord {
        String[] fields = fields(line);
        if (fields.length != of.width()) {
            throw new NoRecord("it has %d fields, the head line has %d".formatted(fields.length, of.width()));
        }
        double[] values = new double[of.columns().length];
        for (int site = 0; site < values.length; site++) {
            String field = fields[of.columns()[site]].strip();
            values[site] = field.isEmpty() ? Double.NaN : Form.number(of.sites().get(site), field);
        }
        return new Parsed(of.hasTime() ? Optional.of(fields[of.timeColumn()]) : Optional.empty(), values);
    }
}
