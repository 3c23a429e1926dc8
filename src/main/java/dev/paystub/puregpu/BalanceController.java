package dev.paystub.puregpu;

import dev.paystub.invoice.Ledger;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /billing/balance}: the account's credit. */
@RestController
@Tag(name = "Balance", description = "The credit balance")
@RequestMapping("/billing/balance")
class BalanceController {

    private final Ledger ledger;

    BalanceController(Ledger ledger) {
        this.ledger = ledger;
    }

    @Operation(
            summary = "Get the credit balance in US dollars",
            description = "Orders are paid from it, and hourly services draw on it each hour")
    @GetMapping
    Balance getBalance() {
        return new Balance("success", WhmcsFormat.decimal(ledger.balance().amount()));
    }

    record Balance(String result, BigDecimal balance) {}
}
