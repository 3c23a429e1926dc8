package dev.paystub.launch;

import org.springframework.boot.ExitCodeGenerator;

/** A setting that makes no sense; the message is the whole sentence. */
final class BadSetting extends IllegalArgumentException implements ExitCodeGenerator {

    BadSetting(String message) {
        super(message);
    }

    @Override
    public int getExitCode() {
        return StartFailure.BAD_SETTING;
    }
}
