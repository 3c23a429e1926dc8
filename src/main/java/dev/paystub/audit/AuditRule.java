package dev.paystub.audit;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that must hold of an account's rows at every moment. Each module declares its rules as
 * beans; rules of one name are reported as one.
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

    /**
     * A rule whose violations one SQL query finds; {@code :account} is the account's id.
     *
     * @param checked a FROM clause: its rows are what the rule is held against
     * @param broken selects the rows that break the rule, in the order in which they are reported
     * @param subject names a row, a format of the columns of {@code broken}
     * @param sentence says what is wrong with it, a format of the same columns
     */
    static AuditRule query(
            String name, String checked, String broken, String subject, String sentence) {
        return query(name, checked, broken, subject::formatted, sentence);
    }

    /** The variant for subjects whose names the database does not know. */
    static AuditRule query(
            String name,
            String checked,
            String broken,
            Function<@Nullable Object[], String> subject,
            String sentence) {
        return of(name, findings -> findings.query(checked, broken, subject, sentence));
    }
}
