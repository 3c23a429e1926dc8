package dev.paystub.puregpu;

import static dev.paystub.puregpu.Labels.require;

import dev.paystub.order.Ordering;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /billing/orders}: places orders. Their results appear in services, invoices and balance.
 */
@RestController
@Tag(name = "Orders", description = "Ordering products")
@RequestMapping("/billing/orders")
class OrderController {

    private final Ordering ordering;

    OrderController(Ordering ordering) {
        this.ordering = ordering;
    }

    @Operation(
            summary = "Order a product",
            description = "It is paid from the balance, and what is ordered becomes a service")
    @PostMapping
    Success addOrder(@RequestBody AddOrder order) {
        ordering.place(
                new Ordering.Request(
                        order.pid(),
                        order.billingcycle(),
                        order.hostname(),
                        order.os(),
                        order.sshkeys()));
        return Success.SUCCESS;
    }

    /**
     * All five fields are required; {@code os} and {@code sshkeys} may be empty, as in the
     * document's sample.
     */
    record AddOrder(
            Long pid,
            @Schema(description = "hourly or monthly, in any case") String billingcycle,
            @Schema(description = "A host name (RFC 1123)") String hostname,
            @Schema(description = "An image, or empty for the default") String os,
            @Schema(description = "OpenSSH public keys, separated by commas or newlines; or empty")
                    String sshkeys) {
        AddOrder {
            require("pid", pid);
            require("billingcycle", billingcycle);
            require("hostname", hostname);
            require("os", os);
            require("sshkeys", sshkeys);
        }
    }
}
