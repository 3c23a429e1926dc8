package dev.paystub.scenario;

import static dev.paystub.http.FieldNames.require;

import dev.paystub.controlplane.IsoTimes;
import dev.paystub.controlplane.OwnerOnly;
import dev.paystub.kernel.ControlPlane;
import dev.paystub.security.AccountOpening;
import dev.paystub.world.AccountSnapshots;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Snapshots and forks of the caller's account. */
@RestController
@Tag(name = "Worlds", description = "Snapshots, forks and resets of the account")
@RequestMapping("/sandbox")
@ControlPlane
class SnapshotController {

    private final AccountSnapshots accountSnapshots;

    SnapshotController(AccountSnapshots accountSnapshots) {
        this.accountSnapshots = accountSnapshots;
    }

    @Operation(
            summary = "List what is kept of the account",
            description = "Its snapshots, with the time at which each was taken")
    @GetMapping("/snapshots")
    SnapshotList listSnapshots() {
        return new SnapshotList(
                accountSnapshots.snapshots().stream().map(SnapshotEntry::of).toList());
    }

    @Operation(
            summary = "Keep everything of the account under a name",
            description =
                    "Data, ids, clock and what is due; in place of what was kept under the name")
    @PostMapping("/snapshots/{name}")
    SnapshotEntry takeSnapshot(@Parameter(example = "before") @PathVariable String name) {
        OwnerOnly.require();
        return SnapshotEntry.of(accountSnapshots.snapshot(name));
    }

    @Operation(
            summary = "Bring everything of the account back as it was kept",
            description = "The clock shows the time of the snapshot, and runs on if it ran then")
    @AccountOpening(AccountOpening.Mode.AS_IT_STANDS)
    @PostMapping("/snapshots/{name}/restore")
    SnapshotEntry restoreSnapshot(@Parameter(example = "before") @PathVariable String name) {
        OwnerOnly.require();
        return SnapshotEntry.of(accountSnapshots.restore(name));
    }

    @Operation(
            summary = "Forget what was kept under a name",
            description = "The account itself does not change")
    @DeleteMapping("/snapshots/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteSnapshot(@Parameter(example = "before") @PathVariable String name) {
        OwnerOnly.require();
        accountSnapshots.forget(name);
    }

    @Operation(
            summary = "Copy the account under new keys",
            description = "All of them, or none when one is in use; a fork's links are its own")
    @PostMapping("/fork")
    @ResponseStatus(HttpStatus.CREATED)
    Fork fork(@RequestBody Fork request) {
        OwnerOnly.require();
        OpenSandbox.require(accountSnapshots);
        accountSnapshots.fork(request.keys());
        return request;
    }

    record SnapshotList(List<SnapshotEntry> snapshots) {}

    /** {@code taken_at} is the time on the account's clock. */
    @JsonNaming(SnakeCaseStrategy.class)
    record SnapshotEntry(String name, String takenAt) {

        static SnapshotEntry of(AccountSnapshots.Kept kept) {
            return new SnapshotEntry(kept.name(), IsoTimes.text(kept.taken()));
        }
    }

    record Fork(List<String> keys) {
        Fork {
            require("keys", keys);
        }
    }
}
