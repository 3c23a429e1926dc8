package dev.paystub.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;

/** Accessibility checks that every page must pass. */
public final class Accessibility {

    private static final int PHONE_WIDTH = 360;
    private static final int PHONE_HEIGHT = 740;

    private Accessibility() {}

    /**
     * Asserts that axe-core finds nothing serious in light and dark mode, and that a narrow phone
     * shows the page without horizontal scrolling. The page keeps its state.
     */
    public static void check(Page page) {
        var size = page.viewportSize();
        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            assertThat(new AxeBuilder(page).analyze().getViolations())
                    .filteredOn(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                    .as("axe-core in %s at %s", scheme, page.url())
                    .isEmpty();
        }
        page.setViewportSize(PHONE_WIDTH, PHONE_HEIGHT);
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .as("width on a phone")
                .isEqualTo(PHONE_WIDTH);
        page.setViewportSize(size.width, size.height);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }
}
