package dev.paystub.architecture;

import dev.paystub.PaystubApplication;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** Each module depends only on the modules that its package-info allows. */
class ModularityTests {

    @Test
    void modulesUseOnlyWhatTheyDeclare() {
        ApplicationModules.of(PaystubApplication.class).verify();
    }
}
