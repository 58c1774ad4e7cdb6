package io.isinglass.actors.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.isinglass.streams.metric.Row;
import io.isinglass.streams.metric.RowJson;
import io.isinglass.streams.serve.SavedModel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The folder that a run writes to: metrics.ndjson as it goes, what it has learned, result.json and pictures at its end. */
public record OutFolder(Path path, long lastRow) {

    private static final String METRICS = "metrics.ndjson";
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final String RESULT = "result.json";
    private static final String LETTERS = "dead-letters.ndjson";

    /** Makes the folder if need be. */
    public static OutFolder create(Path path) throws IOException {
        check(path);
        return open(path, -1);
    }

    /** A folder of a run that is taken up again, or of one that begins: what is not a whole line is cut off. */
    public static OutFolder resume(Path path) throws IOException {
        Path metrics = path.resolve(METRICS);
        if (!Files.exists(metrics)) {
            return create(path);
        }
        if (Files.exists(path.resolve(RESULT))) {
            throw new IOException(path + " holds the result of a run that has ended: take another folder");
        }
        return open(path, cut(metrics));
    }

    private static OutFolder open(Path path, long lastRow) throws IOException {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new IOException("the folder " + path + " cannot be made: " + e.getMessage(), e);
        }
        if (!Files.isWritable(path)) {
            throw new IOException(path + " cannot be written to");
        }
        return new OutFolder(path, lastRow);
    }

    /** The number of the last whole row; a line is whole with the mark of its end. */
    private static long cut(Path metrics) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(metrics.toFile(), "rw")) {
            long end = afterMark(file, file.length());
            file.setLength(end);
            if (end == 0) {
                return -1;
            }
            file.seek(afterMark(file, end - 1));
            return MAPPER.readTree(file.readLine()).path("seq").asLong();
        }
    }

    /** The place after the last end of a line before {@code place}. */
    private static long afterMark(RandomAccessFile file, long place) throws IOException {
        for (long at = place; at > 0; at--) {
            file.seek(at - 1);
            if (file.read() == '\n') {
                return at;
            }
        }
        return 0;
    }

    /** Refuses a folder that holds anything. */
    public static void check(Path path) throws IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new IOException(path + " is no folder");
        }
        if (Files.isDirectory(path)) {
            try (Stream<Path> content = Files.list(path)) {
                if (content.findAny().isPresent()) {
                    throw new IOException(path + " is not empty: nothing is overwritten, take another folder");
                }
            }
        }
    }

    /** Adds rows to metrics.ndjson. */
    void append(List<Row> rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(RowJson.line(row)).append('\n'));
        Path metrics = path.resolve(METRICS);
        try {
            Files.writeString(metrics, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("the metrics cannot be written: " + e.getMessage(), e);
        }
    }

    /** Writes the lines that were no record, the result, the pictures and the plots, each whole or not at all. */
    void finish(Result result, byte[] letters, Map<String, byte[]> pictures) throws IOException {
        if (letters.length > 0) {
            write(LETTERS, letters);
        }
        for (Map.Entry<String, byte[]> picture : pictures.entrySet()) {
            write(file(picture.getKey()), picture.getValue());
        }
        write(RESULT, result.toJson().getBytes(StandardCharsets.UTF_8));
    }

    /** Writes what was learned. */
    void keep(SavedModel model) throws IOException {
        write("model.safetensors", model.safetensors());
        write("model.json", model.manifest());
    }

    private static String file(String name) {
        String end = name.endsWith(Gallery.DRAWING) ? Gallery.DRAWING : ".png";
        String stem = end.equals(Gallery.DRAWING) ? name.substring(0, name.length() - end.length()) : name;
        return stem.replace('.', '-') + end;
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path draft = path.resolve("." + name + ".tmp");
        Files.write(draft, bytes);
        Files.move(draft, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
