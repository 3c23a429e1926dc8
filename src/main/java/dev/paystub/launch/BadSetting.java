package dev.paystub.launch;

import org.springframework.boot.ExitCodeGenerator;

/** An invalid setting; the message is the complete sentence for the operator. */
final class BadSetting extends IllegalArgumentException implements ExitCodeGenerator {

    BadSetting(String message) {
        super(message);
    }

    @Override
    public int getExitCode() {
        return StartFailure.BAD_SETTING;
    }
}
