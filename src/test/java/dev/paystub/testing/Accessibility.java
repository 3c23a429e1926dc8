package dev.paystub.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;

/** Accessibility checks that every page must pass. */
public final class Accessibility {

    private static final int PHONE_WIDTH = 360;
    private static final int PHONE_HEIGHT = 740;

    private Accessibility() {}

    /**
     * Asserts that axe-core finds nothing serious in light and dark mode, nor on a narrow phone in
     * dark mode, which also shows the page without horizontal scrolling. The page keeps its state.
     */
    public static void check(Page page) {
        var size = page.viewportSize();
        // What is fading in or out has no contrast to measure.
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            findsNothingSerious(page, scheme.name());
        }
        page.setViewportSize(PHONE_WIDTH, PHONE_HEIGHT);
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .as("width on a phone")
                .isEqualTo(PHONE_WIDTH);
        findsNothingSerious(page, "DARK on a phone");
        page.setViewportSize(size.width, size.height);
        page.emulateMedia(
                new Page.EmulateMediaOptions()
                        .setColorScheme(ColorScheme.LIGHT)
                        .setReducedMotion(ReducedMotion.NO_PREFERENCE));
    }

    private static void findsNothingSerious(Page page, String circumstances) {
        assertThat(new AxeBuilder(page).analyze().getViolations())
                .filteredOn(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .as("axe-core in %s at %s", circumstances, page.url())
                .isEmpty();
    }
}
