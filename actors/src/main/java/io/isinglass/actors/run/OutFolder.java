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
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The folder that a run writes to: metrics.ndjson as it goes, result.json and pictures at its end. */
public record OutFolder(Path path) {

    private static final String METRICS = "metrics.ndjson";
    private static final String RESULT = "result.json";

    /** Makes the folder if need be; refuses one that holds a run already. */
    public static OutFolder create(Path path) throws IOException {
        for (String name : List.of(METRICS, RESULT)) {
            if (Files.exists(path.resolve(name))) {
                throw new IOException(
                        path.resolve(name) + " is there already: nothing is overwritten, take another folder");
            }
        }
        Files.createDirectories(path);
        if (!Files.isWritable(path)) {
            throw new IOException(path + " cannot be written to");
        }
        return new OutFolder(path);
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
        Path draft = Files.createTempFile(path, name, ".tmp");
        Files.write(draft, bytes);
        Files.move(draft, path.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
