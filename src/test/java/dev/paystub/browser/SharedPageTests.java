package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.ServerTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Nothing that a test does in the shared page reaches the next one. */
@ServerTest
@InBrowser
class SharedPageTests {

    @LocalServerPort private int port;

    /** Each time it finds an empty page, and leaves all that can be left in one. */
    @RepeatedTest(2)
    @Tag("smoke")
    void nothingIsLeftOfTheTestBefore(Page page) {
        assertThat(page).hasURL("about:blank");
        assertThat(page.context().pages()).containsExactly(page);
        assertThat(page.viewportSize().width).isEqualTo(1280);
        page.navigate("http://localhost:%d/livez".formatted(port));
        assertThat(page.locator("body")).containsText("UP");
        assertThat(page.evaluate("localStorage.length + document.cookie.length")).isEqualTo(0);
        assertThat(page.evaluate("indexedDB.databases().then(found => found.length)")).isEqualTo(0);
        assertThat(page.evaluate("caches.keys().then(found => found.length)")).isEqualTo(0);
        assertThat(page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"))
                .isEqualTo(false);
        page.evaluate(
                """
                new Promise((done, failed) => {
                    localStorage.setItem('left', 'here');
                    document.cookie = 'left=here';
                    const asked = indexedDB.open('left');
                    asked.onsuccess = () => { asked.result.close(); caches.open('left').then(done, failed); };
                    asked.onerror = failed;
                }).then(() => true)
                """);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.setViewportSize(390, 844);
        page.route("**/*", Route::abort);
        page.waitForPopup(() -> page.evaluate("open('about:blank') !== null"));
    }

    /** What stays in a context is set in a context of the test's own. */
    @Test
    @Tag("smoke")
    void whatCannotBeTakenBackIsSetInAContext() {
        // What the calls' owners inherit is of no interest: ten times as long to read.
        var tests =
                ArchConfiguration.withThreadLocalScope(configuration -> {
                    configuration.setResolveMissingDependenciesFromClassPath(false);
                    return new ClassFileImporter().importPackages("dev.paystub");
                });
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(SharedPageTests.class.getName())
                .should()
                .callMethodWhere(
                        target(owner(assignableTo(Page.class)))
                                .and(
                                        target(
                                                nameMatching(
                                                        "on[A-Z].*|addInitScript|expose.*|clock|context|setDefault.*|setExtraHTTPHeaders"))))
                .check(tests);
    }
}
