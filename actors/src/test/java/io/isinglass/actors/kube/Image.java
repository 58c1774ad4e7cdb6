package io.isinglass.actors.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** The image of the build, unpacked as a node of Kubernetes would: its configuration, and the root of its file system. */
record Image(JsonNode config, Path root) {

    private static final Path ARCHIVE =
            Path.of("target", "image", "isinglass.tar").toAbsolutePath();
    private static final Path CONTAINER =
            Path.of("src", "test", "sh", "container.sh").toAbsolutePath();

    private static final JsonMapper JSON = new JsonMapper();

    /** @throws IOException if anything in the archive is not what its digest or its size says */
    static Image unpack(Path folder) throws IOException, InterruptedException, NoSuchAlgorithmException {
        Path layout = Files.createDirectory(folder.resolve("layout"));
        Path root = Files.createDirectory(folder.resolve("root"));
        tar("-xf", ARCHIVE.toString(), "-C", layout.toString());
        JsonNode index = JSON.readTree(layout.resolve("index.json").toFile());
        JsonNode manifest = JSON.readTree(blob(layout, index.at("/manifests/0")).toFile());
        JsonNode config = JSON.readTree(blob(layout, manifest.path("config")).toFile());
        JsonNode layers = manifest.path("layers");
        for (int i = 0; i < layers.size(); i++) {
            Path layer = blob(layout, layers.get(i));
            try (InputStream in = new GZIPInputStream(Files.newInputStream(layer))) {
                expect(config.at("/rootfs/diff_ids").path(i).asText(), digest(in), layer);
            }
            tar("-xzpf", layer.toString(), "-C", root.toString());
        }
        return new Image(config, root);
    }

    private static Path blob(Path layout, JsonNode descriptor) throws IOException, NoSuchAlgorithmException {
        String digest = descriptor.path("digest").asText();
        Path file = layout.resolve("blobs").resolve(digest.replace(':', '/'));
        expect(descriptor.path("size").asText(), Long.toString(Files.size(file)), file);
        try (InputStream in = Files.newInputStream(file)) {
            expect(digest, digest(in), file);
        }
        return file;
    }

    private static void expect(String said, String found, Path file) throws IOException {
        if (!said.equals(found)) {
            throw new IOException(file + " should be " + said + ", is " + found);
        }
    }

    private static String digest(InputStream in) throws IOException, NoSuchAlgorithmException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        try (DigestInputStream digested = new DigestInputStream(in, sha)) {
            digested.transferTo(OutputStream.nullOutputStream());
        }
        return "sha256:" + HexFormat.of().formatHex(sha.digest());
    }

    private static void tar(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tar"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + told);
        }
    }

    /** Its entry point with these arguments, in a container of its own that shares nothing but the network. */
    ProcessBuilder container(String... arguments) {
        List<String> command = new ArrayList<>(List.of(CONTAINER.toString(), root.toString()));
        config.at("/config/Entrypoint").valueStream().map(JsonNode::asText).forEach(command::add);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        String path = builder.environment().get("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().putAll(environment());
        return builder;
    }

    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        config.at("/config/Env").valueStream().map(JsonNode::asText).forEach(variable -> {
            int equals = variable.indexOf('=');
            environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        });
        return environment;
    }
}
