package dev.paystub.browser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * An open page is the same in light and in dark mode but for its colours, which {@code
 * light-dark()} chooses. {@link dev.paystub.testing.Accessibility} relies on it.
 */
class ColourSchemeTests {

    /** A style or a script that follows the mode; a script may read it once. */
    private static final Pattern FOLLOWING =
            Pattern.compile("prefers-color-scheme(?!: dark\\)'\\)\\.matches)");

    @Test
    void nothingButColoursFollowsTheMode() throws IOException {
        var following = new ArrayList<Path>();
        for (var folder : List.of("src/main/resources", "src/main/java")) {
            try (var files = Files.walk(Path.of(folder))) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    if (FOLLOWING.matcher(Files.readString(file, ISO_8859_1)).find()) {
                        following.add(file);
                    }
                }
            }
        }
        assertThat(following).isEmpty();
    }
}
