package dev.paystub.audit;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An invariant that must hold for an account's rows at every moment. Each module declares its rules
 * as beans; rules with equal names are reported as one.
 */
public interface AuditRule {

    String name();

    /** Checks the current account's rows, which are read from one consistent snapshot. */
    void check(AuditResult findings);

    static AuditRule of(String name, Consumer<AuditResult> check) {
        record Rule(String name, Consumer<AuditResult> body) implements AuditRule {

            @Override
            public void check(AuditResult findings) {
                body.accept(findings);
            }
        }
        return new Rule(name, check);
    }

    /**
     * Returns a rule whose violations are found by one SQL query. The parameter {@code :account} is
     * the account's id.
     *
     * @param checked a FROM clause; the rule is checked for each of its rows
     * @param broken selects the rows that break the rule, in the order in which they are reported
     * @param subject names a row; a format for the columns of {@code broken}
     * @param sentence says what is wrong with the row; a format for the same columns
     */
    static AuditRule query(
            String name, String checked, String broken, String subject, String sentence) {
        return query(name, checked, broken, subject::formatted, sentence);
    }

    /**
     * Returns a rule whose subjects are named by a function of the columns of {@code broken}, for
     * names that SQL cannot compute.
     */
    static AuditRule query(
            String name,
            String checked,
            String broken,
            Function<@Nullable Object[], String> subject,
            String sentence) {
        return of(name, findings -> findings.query(checked, broken, subject, sentence));
    }
}
