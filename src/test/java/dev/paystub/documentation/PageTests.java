package dev.paystub.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages stay short enough to be read, and name classes that exist. */
class PageTests {

    private static final Path HOW_DO_I_ADD = Path.of("docs/how-do-i-add.md");
    private static final int QUESTIONS = 10;

    /** Classes of the JDK that a page may name. */
    private static final Set<String> JDK = Set.of("IllegalArgumentException");

    @ParameterizedTest
    @CsvSource({"README.md, 120, 400", "docs/architecture.md, 150, 120"})
    void pageIsShort(Path page, int lines, int characters) throws IOException {
        var text = Files.readAllLines(page);
        assertThat(text).hasSizeLessThanOrEqualTo(lines);
        assertThat(text).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(characters));
    }

    @Test
    void everydayQuestionsAreAnsweredByOneFileEach() throws IOException {
        var rows =
                Pattern.compile("(?m)^\\| Where [^|]+\\? \\| `([A-Za-z]+)` \\|$")
                        .matcher(Files.readString(HOW_DO_I_ADD))
                        .results()
                        .map(row -> row.group(1))
                        .toList();
        assertThat(rows).hasSize(QUESTIONS).doesNotHaveDuplicates();
        assertThat(classes(Path.of("src/main/java"))).containsAll(rows);
    }

    @Test
    void everyClassNamedWhereThingsAreAddedExists() throws IOException {
        var named =
                Pattern.compile("`([A-Z][a-z]+[A-Z][A-Za-z]*)`")
                        .matcher(Files.readString(HOW_DO_I_ADD))
                        .results()
                        .map(name -> name.group(1))
                        .filter(name -> !JDK.contains(name))
                        .toList();
        assertThat(named).hasSizeGreaterThan(30);
        assertThat(classes(Path.of("src"))).containsAll(named);
    }

    /** The simple names of all classes that have a file, in whatever package. */
    private static Set<String> classes(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
