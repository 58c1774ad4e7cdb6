package io.isinglass.actors.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** A walk through folders that others change meanwhile: what vanishes on the way is not there. */
final class FileTree extends SimpleFileVisitor<Path> {

    private final List<Path> files = new ArrayList<>();

    private FileTree() {}

    /** The files at and below {@code start}, in no order; none where there is no such folder. */
    static List<Path> files(Path start) throws IOException {
        FileTree tree = new FileTree();
        Files.walkFileTree(start, tree);
        return tree.files;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        files.add(file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }
}
