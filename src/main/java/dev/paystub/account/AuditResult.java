package dev.paystub.account;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a rule has looked at, and what it has found wrong. */
public final class AuditResult {

    /** As many are told as somebody reads; all are counted. */
    private static final int MOST_TOLD = 100;

    private long checked;
    private long violated;
    private final List<Violation> violations = new ArrayList<>();

    AuditResult() {}

    /** What is wrong with what, in a sentence. */
    public record Violation(String subject, String sentence) {}

    /** Counts one thing looked at, and notes it when the rule does not hold of it. */
    public void require(boolean holds, Supplier<Violation> otherwise) {
        checked++;
        if (!holds) {
            violated++;
            if (violations.size() < MOST_TOLD) {
                violations.add(otherwise.get());
            }
        }
    }

    public long checked() {
        return checked;
    }

    /** How many violations there are. */
    public long violated() {
        return violated;
    }

    /** The first of them. */
    public List<Violation> violations() {
        return List.copyOf(violations);
    }
}
