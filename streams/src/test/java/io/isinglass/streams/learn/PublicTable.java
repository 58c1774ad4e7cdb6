package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A table that a Debian package ships, as records of ±1. */
enum PublicTable {

    /** What was in 4627 baskets: the 14 departments that are in most of them. */
    SUPERMARKET {
        @Override
        List<double[]> records() {
            List<String[]> rows = rows();
            assertEquals(4627, rows.size());
            List<Integer> columns = IntStream.range(0, 216)
                    .boxed()
                    .sorted(Comparator.comparing(column -> -rows.stream()
                            .filter(row -> row[column].equals("t"))
                            .count()))
                    .limit(14)
                    .toList();
            return rows.stream()
                    .map(row -> columns.stream()
                            .mapToDouble(column -> row[column].equals("t") ? 1 : -1)
                            .toArray())
                    .toList();
        }
    },

    /** Eight measurements of 768 patients, each above its median or not, and whether they have diabetes. */
    DIABETES {
        @Override
        List<double[]> records() {
            List<String[]> rows = rows();
            assertEquals(768, rows.size());
            double[] medians = IntStream.range(0, 8)
                    .mapToDouble(column -> rows.stream()
                            .mapToDouble(row -> Double.parseDouble(row[column]))
                            .sorted()
                            .skip(384)
                            .findFirst()
                            .orElseThrow())
                    .toArray();
            return rows.stream()
                    .map(row -> IntStream.range(0, 9)
                            .mapToDouble(column -> column == 8
                                    ? row[8].equals("tested_positive") ? 1 : -1
                                    : Double.parseDouble(row[column]) > medians[column] ? 1 : -1)
                            .toArray())
                    .toList();
        }
    },

    /** How 232 representatives have voted ten times; those who were away once are left out. */
    VOTE {
        @Override
        List<double[]> records() {
            List<String[]> rows = rows();
            assertEquals(435, rows.size());
            return rows.stream()
                    .filter(row -> !Arrays.asList(row).contains("?"))
                    .map(row -> Arrays.stream(row, 0, 10)
                            .mapToDouble(vote -> vote.equals("'y'") ? 1 : -1)
                            .toArray())
                    .toList();
        }
    };

    private static final Path FOLDER = Path.of("target", "tables");

    abstract List<double[]> records();

    /** What stands behind {@code @data}, row by row. */
    List<String[]> rows() {
        try {
            fetch();
            List<String> lines = Files.readAllLines(
                    FOLDER.resolve(name().toLowerCase(java.util.Locale.ROOT) + ".arff"), StandardCharsets.ISO_8859_1);
            return lines.stream()
                    .dropWhile(line -> !line.equalsIgnoreCase("@data"))
                    .skip(1)
                    .filter(line -> !line.isBlank() && !line.startsWith("%"))
                    .map(line -> line.strip().split(","))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void fetch() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "src/test/tables/fetch.sh", FOLDER.toString())
                .inheritIO()
                .start();
        assertEquals(true, process.waitFor(300, TimeUnit.SECONDS), "src/test/tables/fetch.sh does not end");
        assertEquals(0, process.exitValue(), "src/test/tables/fetch.sh has failed: it needs apt-get");
    }
}
