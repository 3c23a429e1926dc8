package dev.paystub.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class AotCacheTests {

    @Test
    void cacheThatTheJvmIgnoresIsNamed() {
        assertThat(problem(Map.of("paystub.cache", "/x/paystub.aot", "java.vm.info", "mixed mode")))
                .startsWith("/x/paystub.aot was made for another Java");
    }

    @Test
    void cacheInUseIsNoProblem() {
        assertThat(problem(Map.of("paystub.cache", "/x", "java.vm.info", "mixed mode, sharing")))
                .isNull();
    }

    @Test
    void jvmWithoutCacheIsNoProblem() {
        assertThat(problem(Map.of("java.vm.info", "mixed mode"))).isNull();
    }

    private static String problem(Map<String, String> system) {
        var properties = new Properties();
        properties.putAll(system);
        return AotCache.problem(properties);
    }
}
