package dev.paystub.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that drive a real browser: parameters of type {@link com.microsoft.playwright.Page} are
 * pages of a fresh context. Skipped where there is no Chromium or no Node.js.
 */
@ExtendWith(BrowserExtension.class)
@Tag("browser")
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface InBrowser {}
