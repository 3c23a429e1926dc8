package dev.paystub.documentation;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The pages of this repository: every Markdown file but those that are built or installed. */
final class Pages {

    private static final Set<String> SKIPPED = Set.of("target", "node_modules", ".git");

    private Pages() {}

    /** All pages, in the order of their paths, relative to the root of the repository. */
    static List<Path> all() throws IOException {
        var pages = new ArrayList<Path>();
        var root = Path.of("");
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        return SKIPPED.contains(folder.getFileName().toString())
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (file.toString().endsWith(".md")) {
                            pages.add(root.relativize(file));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return pages.stream().sorted().toList();
    }
}
