package dev.paystub.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;

/** Accessibility checks that every page must pass. */
public final class Accessibility {

    private static final int PHONE_WIDTH = 360;
    private static final int PHONE_HEIGHT = 740;

    /** Frames of other origins report their findings to the page. */
    private static final String AXE =
            "() => { %s; axe.configure({allowedOrigins: ['<unsafe_all_origins>']}); }"
                    .formatted(AxeBuilder.getAxeScript());

    /**
     * Returns serious and critical findings. A frame that does not respond is an error, since no
     * response to a first message is waited for. Only the findings are sent here: {@link
     * AxeBuilder} sends all that passed too, and loads axe-core three times for it.
     */
    private static final String RUN =
            """
            async rules => {
                const {violations} = await axe.run({
                    resultTypes: ['violations'],
                    pingWaitTime: 0,
                    ...(rules.length && {runOnly: rules}),
                });
                return violations
                    .filter(({impact}) => impact === 'serious' || impact === 'critical')
                    .map(({id, help, nodes}) => `${id}: ${help}\\n` + nodes
                        .map(({target, html, failureSummary}) => `${target.join(' ')} ${html}\\n${failureSummary}`)
                        .join('\\n'));
            }
            """;

    private static final List<String> ALL = List.of();

    /** The rules of axe-core's category {@code cat.color} that are on by default. */
    private static final List<String> COLOURS = List.of("color-contrast", "link-in-text-block");

    private Accessibility() {}

    /**
     * Asserts that axe-core finds nothing serious in light and dark mode, nor on a narrow phone in
     * dark mode, which also shows the page without horizontal scrolling. The page keeps its state.
     *
     * <p>In dark mode a page differs in its colours alone ({@code ColourSchemeTests}), so beside
     * the light one only these are looked at. A narrow page may be another one, so all rules are
     * applied to it.
     */
    public static void check(Page page) {
        var size = page.viewportSize();
        // What is fading in or out has no contrast to measure.
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        findsNothingSerious(page, ALL, "LIGHT");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        findsNothingSerious(page, COLOURS, "DARK");
        page.setViewportSize(PHONE_WIDTH, PHONE_HEIGHT);
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .as("width on a phone")
                .isEqualTo(PHONE_WIDTH);
        findsNothingSerious(page, ALL, "DARK on a phone");
        page.setViewportSize(size.width, size.height);
        page.emulateMedia(
                new Page.EmulateMediaOptions()
                        .setColorScheme(ColorScheme.LIGHT)
                        .setReducedMotion(ReducedMotion.NO_PREFERENCE));
    }

    /** Asserts that axe-core finds nothing serious in a page and its frames as they are. */
    public static void checkAsItIs(Page page) {
        findsNothingSerious(page, ALL, "its present state");
    }

    private static void findsNothingSerious(Page page, List<String> rules, String circumstances) {
        page.frames().forEach(Accessibility::loadAxe);
        assertThat((List<?>) page.evaluate(RUN, rules))
                .as("axe-core in %s at %s", circumstances, page.url())
                .isEmpty();
    }

    private static void loadAxe(Frame frame) {
        frame.waitForLoadState(); // otherwise another document may come, without axe-core
        if (!(Boolean) frame.evaluate("'axe' in window")) {
            frame.evaluate(AXE);
        }
    }
}
