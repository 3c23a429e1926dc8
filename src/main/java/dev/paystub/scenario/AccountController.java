package dev.paystub.scenario;

import static dev.paystub.http.FieldNames.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.controlplane.IsoTimes;
import dev.paystub.kernel.ControlPlane;
import dev.paystub.world.AccountSnapshots;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

/** Lists, makes and deletes accounts, for the operator. */
@RestController
@Tag(name = "Accounts", description = "All accounts, for the operator")
@RequestMapping("/sandbox/accounts")
@ControlPlane
class AccountController {

    private final AccountSnapshots accountSnapshots;
    private final Scenarios scenarios;

    AccountController(AccountSnapshots accountSnapshots, Scenarios scenarios) {
        this.accountSnapshots = accountSnapshots;
        this.scenarios = scenarios;
    }

    @Operation(
            summary = "List all accounts (operator)",
            description =
                    "With their clocks, whether anybody wrote to them, as which scenario they"
                            + " began, how many requests each has had, and when the latest came")
    @GetMapping
    AccountList listAccounts() {
        return new AccountList(accountSnapshots.all().stream().map(AccountEntry::of).toList());
    }

    @Operation(
            summary = "Make an account before its key is first used (operator)",
            description =
                    "An unknown key makes its account on first sight. Neither that nor this is done"
                            + " while the sandbox is closed (PAYSTUB_ACCOUNTS_OPEN=false)")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    AccountEntry createAccount(@RequestBody CreateAccount request) {
        OpenSandbox.require(accountSnapshots);
        var scenario = Optional.ofNullable(request.scenario()).orElse(Scenarios.DOCUMENTED);
        return AccountEntry.of(accountSnapshots.create(request.key(), scenarios.get(scenario)));
    }

    @Operation(
            summary = "Delete an account with all it has (operator)",
            description = "With its snapshots. Nothing of it can be brought back")
    @DeleteMapping("/{key}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteAccount(@Parameter(example = "ci-1") @PathVariable String key) {
        accountSnapshots.delete(key);
    }

    record CreateAccount(
            String key,
            @Schema(description = "As what it begins; documented unless it is said")
                    @Nullable String scenario) {
        CreateAccount {
            require("key", key);
        }
    }

    record AccountList(List<AccountEntry> accounts) {}

    /**
     * {@code frozen_time} is null while the clock runs; {@code written} says whether a client has
     * written to the account; {@code scenario} is the scenario with which it began, or null when
     * that has no name. {@code requests} and {@code last_used}, in real time, may be a second old.
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record AccountEntry(
            String key,
            String now,
            @Nullable String frozenTime,
            boolean written,
            @Nullable String scenario,
            long requests,
            @Schema(description = "In real time; null when no request has come yet")
                    @Nullable String lastUsed) {

        static AccountEntry of(AccountSnapshots.AccountSummary account) {
            var frozen = account.frozen();
            var lastUsed = account.lastUsed();
            return new AccountEntry(
                    account.key(),
                    IsoTimes.text(account.now()),
                    frozen == null ? null : IsoTimes.text(frozen),
                    account.written(),
                    account.scenario(),
                    account.requests(),
                    lastUsed == null ? null : IsoTimes.text(lastUsed));
        }
    }
}
