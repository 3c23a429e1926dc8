package dev.paystub.launch;

import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The AOT cache that {@code bin/paystub} names to the JVM. */
final class AotCache {

    private AotCache() {}

    /**
     * Returns why the start took longer than it should, in a sentence, or null. The JVM ignores a
     * cache that was made for another Java, other options or other files, and says so only in a
     * format of its own.
     */
    static @Nullable String problem(Properties system) {
        var cache = system.getProperty("paystub.cache");
        // a JVM that shares no classes says only "mixed mode" here
        if (cache == null || system.getProperty("java.vm.info", "").contains("sharing")) {
            return null;
        }
        return "%s was made for another Java or other files, so the start takes longer; ./mvnw package makes it anew"
                .formatted(cache);
    }
}
