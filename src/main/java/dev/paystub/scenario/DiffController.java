package dev.paystub.scenario;

import dev.paystub.controlplane.ClockEntry;
import dev.paystub.controlplane.IsoTimes;
import dev.paystub.controlplane.OwnerOnly;
import dev.paystub.engine.AccountDirectory;
import dev.paystub.engine.Workers;
import dev.paystub.kernel.ControlPlane;
import dev.paystub.kernel.DomainException;
import dev.paystub.world.AccountSnapshots;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares the account with a snapshot or with another account. */
@RestController
@Tag(name = "Differences", description = "What differs between two states")
@RequestMapping("/sandbox/diff")
@ControlPlane
class DiffController {

    private final AccountDocument accountDocument;
    private final AccountSnapshots accountSnapshots;
    private final AccountDirectory directory;
    private final Workers workers;
    private final JsonMapper json;

    DiffController(
            AccountDocument accountDocument,
            AccountSnapshots accountSnapshots,
            AccountDirectory directory,
            Workers workers,
            JsonMapper json) {
        this.workers = workers;
        this.accountDocument = accountDocument;
        this.accountSnapshots = accountSnapshots;
        this.directory = directory;
        this.json = json;
    }

    /** Returns the patch that turns the other account's document into the current account's. */
    @Operation(
            summary = "Compare the account with a snapshot or another account",
            description =
                    "As a JSON Patch (RFC 6902) that makes of the other what the account is now, of"
                            + " one document of the documented answers: /clock, /balance,"
                            + " /default_card, /cards/{id}, /invoices/{id}, /payments/{id},"
                            + " /services/{id}, /organizations/{id}; empty when nothing differs")
    @GetMapping(produces = "application/json-patch+json")
    List<JsonPatch.Change> diff(
            @Parameter(
                            required = true,
                            example = "before",
                            description =
                                    "The name of a snapshot; or else the key of an account, which"
                                            + " is not made when there is none")
                    @RequestParam(required = false)
                    @Nullable String against) {
        OwnerOnly.require();
        if (against == null || against.isBlank()) {
            throw new DomainException.Invalid(
                    "against is required: the name of a snapshot, or the key of an account");
        }
        var caller = RequestContextHolder.getRequestAttributes();
        return workers.report(() -> compare(against, caller));
    }

    /**
     * Compares within the caller's request attributes, so that links in both documents have the
     * base URL of the caller's request.
     */
    private List<JsonPatch.Change> compare(String against, @Nullable RequestAttributes caller) {
        var before = RequestContextHolder.getRequestAttributes();
        RequestContextHolder.setRequestAttributes(caller);
        try {
            return JsonPatch.between(then(against), accountDocument.take());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            RequestContextHolder.setRequestAttributes(before);
        }
    }

    private JsonNode then(String against) throws Exception {
        var then = new AtomicReference<@Nullable JsonNode>();
        var found =
                accountSnapshots.asSnapshot(
                                against,
                                (kept, running) -> {
                                    var taken = IsoTimes.text(kept.taken());
                                    var clock = new ClockEntry(taken, running ? null : taken);
                                    then.set(accountDocument.take(json.valueToTree(clock)));
                                })
                        || directory.asKnown(against, () -> then.set(accountDocument.take()));
        var document = then.get();
        if (!found || document == null) {
            throw new DomainException.NotFound(
                    "There is no snapshot '%s', and no account of that key".formatted(against));
        }
        return document;
    }
}
