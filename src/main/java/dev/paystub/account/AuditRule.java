package dev.paystub.account;

import java.util.function.Consumer;

/**
 * Something that must hold of an account's rows at every moment. Each module declares, as beans,
 * what it promises; rules of one name are told as one.
 */
public interface AuditRule {

    String name();

    /** Looks at the current account's rows, all as they were at one moment. */
    void check(AuditResult findings);

    static AuditRule of(String name, Consumer<AuditResult> check) {
        return new AuditRule() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void check(AuditResult findings) {
                check.accept(findings);
            }
        };
    }
}
