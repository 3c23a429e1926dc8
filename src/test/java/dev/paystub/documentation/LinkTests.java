package dev.paystub.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every relative link of every page leads to a file, and every anchor to a heading. */
class LinkTests {

    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```[^\\n]*$");
    private static final Pattern CODE = Pattern.compile("`[^`\\n]*`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");

    static List<Path> pages() throws IOException {
        return Pages.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) throws IOException {
        var text = CODE.matcher(withoutFences(page)).replaceAll("code");
        assertThat(LINK.matcher(text).results().map(link -> link.group(1)))
                .allSatisfy(target -> requireTarget(page, target));
    }

    private static void requireTarget(Path page, String target) throws IOException {
        if (target.matches("[a-z]+:.*")) {
            return;
        }
        var parts = target.split("#", 2);
        var file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        assertThat(file).as("%s, linked from %s", target, page).exists();
        if (parts.length == 2) {
            assertThat(anchors(file)).as("%s, linked from %s", target, page).contains(parts[1]);
        }
    }

    private static String withoutFences(Path page) throws IOException {
        return FENCE.matcher(Files.readString(page)).replaceAll("");
    }

    /** The anchors that GitHub gives to a page's headings. */
    private static Set<String> anchors(Path page) throws IOException {
        var anchors = new HashSet<String>();
        var headings = HEADING.matcher(withoutFences(page));
        while (headings.find()) {
            var anchor =
                    LINK.matcher(headings.group(1))
                            .replaceAll("]")
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N} _-]", "")
                            .replace(' ', '-');
            for (var i = 0; !anchors.add(i == 0 ? anchor : anchor + "-" + i); i++) {}
        }
        return anchors;
    }
}
