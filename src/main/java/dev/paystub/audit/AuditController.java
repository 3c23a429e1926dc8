package dev.paystub.audit;

import dev.paystub.audit.Audits.Audit;
import dev.paystub.audit.Audits.Checked;
import dev.paystub.kernel.ControlPlane;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Checks the invariants of accounts on request. */
@RestController
@Tag(name = "Audit", description = "Whether all that must be true is")
@RequestMapping("/sandbox")
@ControlPlane
class AuditController {

    private final Audits audits;

    AuditController(Audits audits) {
        this.audits = audits;
    }

    @Operation(
            summary = "Hold the account against everything that must be true of it",
            description =
                    "An account of which something is not is remembered as broken, and the sandbox"
                            + " not ready, until an audit finds nothing")
    @GetMapping("/audit")
    AuditEntry audit() {
        return AuditEntry.of(audits.audit());
    }

    @Operation(
            summary = "Audit all accounts (operator)",
            description =
                    "Each is held against the same rules as by its own audit; those of which"
                            + " something is not true are named")
    @GetMapping("/accounts/audit")
    AuditOfAll auditAccounts() {
        var all = audits.auditAll();
        return new AuditOfAll(
                all.stream().allMatch(Audit::ok),
                all.size(),
                all.stream().filter(audit -> !audit.ok()).map(BrokenAccount::of).toList());
    }

    record AuditEntry(boolean ok, List<RuleEntry> rules) {

        static AuditEntry of(Audit audit) {
            return new AuditEntry(audit.ok(), audit.rules().stream().map(RuleEntry::of).toList());
        }
    }

    /**
     * The result of one rule.
     *
     * @param checked the number of things checked
     * @param violated the number of violations
     * @param violations at most the first hundred violations
     */
    record RuleEntry(String name, long checked, long violated, List<ViolationEntry> violations) {

        static RuleEntry of(Checked rule) {
            return new RuleEntry(
                    rule.name(),
                    rule.checked(),
                    rule.violated(),
                    rule.violations().stream()
                            .map(found -> new ViolationEntry(found.subject(), found.sentence()))
                            .toList());
        }
    }

    record ViolationEntry(String subject, String sentence) {}

    /**
     * The result of an audit of all accounts.
     *
     * @param accounts the number of accounts audited
     */
    record AuditOfAll(boolean ok, int accounts, List<BrokenAccount> broken) {}

    /** An account and the rules that it violates. */
    record BrokenAccount(String key, List<RuleEntry> rules) {

        static BrokenAccount of(Audit audit) {
            return new BrokenAccount(
                    audit.account(),
                    audit.rules().stream()
                            .filter(rule -> !rule.holds())
                            .map(RuleEntry::of)
                            .toList());
        }
    }
}
