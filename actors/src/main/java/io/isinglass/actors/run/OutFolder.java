package io.isinglass.actors.run;

import akka.stream.IOResult;
import akka.stream.javadsl.FileIO;
import akka.stream.javadsl.Sink;
import akka.util.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** The folder that a run writes to: metrics.ndjson as it goes, result.json and pictures at its end. */
public record OutFolder(Path path) {

    private static final String METRICS = "metrics.ndjson";
    private static final String RESULT = "result.json";

    /** Makes the folder if need be. */
    public static OutFolder create(Path path) throws IOException {
        check(path);
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new IOException("the folder " + path + " cannot be made: " + e.getMessage(), e);
        }
        if (!Files.isWritable(path)) {
            throw new IOException(path + " cannot be written to");
        }
        return new OutFolder(path);
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

    /** Lines to metrics.ndjson. A slow disk slows the run. */
    Sink<ByteString, CompletionStage<IOResult>> metrics() {
        return FileIO.toPath(path.resolve(METRICS));
    }

    /** Writes the result and the pictures, each whole or not at all. */
    void finish(Result result, Gallery gallery) throws IOException {
        for (String name : gallery.names()) {
            write(
                    name.replace('.', '-') + ".png",
                    Png.of(gallery.picture(name).orElseThrow().picture()));
        }
        write(RESULT, result.toJson().getBytes(StandardCharsets.UTF_8));
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path draft = path.resolve("." + name + ".tmp");
        Files.write(draft, bytes);
        Files.move(draft, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
