package dev.paystub.architecture;

import dev.paystub.PaystubApplication;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The floors of docs/architecture.md: each module uses only those that its package declares. */
class ModularityTests {

    @Test
    void modulesUseOnlyWhatTheyDeclare() {
        ApplicationModules.of(PaystubApplication.class).verify();
    }
}
