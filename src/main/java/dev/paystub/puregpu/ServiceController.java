package dev.paystub.puregpu;

import static dev.paystub.puregpu.WhmcsFormat.DATE;
import static dev.paystub.puregpu.WhmcsFormat.DOLLARS;
import static dev.paystub.puregpu.WhmcsFormat.IN_DOLLARS;

import dev.paystub.catalog.Catalog;
import dev.paystub.catalog.Product;
import dev.paystub.kernel.MappedList;
import dev.paystub.order.Hosting;
import dev.paystub.order.HostingView;
import dev.paystub.order.Ordering;
import dev.paystub.puregpu.ProductController.Meta;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /services}: lists and returns the services that orders created (the Services page next to
 * the Billing page).
 */
@RestController
@Tag(name = "Services", description = "What was ordered")
@RequestMapping("/services")
class ServiceController {

    private final Ordering ordering;
    private final Catalog catalog;

    ServiceController(Ordering ordering, Catalog catalog) {
        this.ordering = ordering;
        this.catalog = catalog;
    }

    @Operation(
            summary = "List services",
            description = "With their status, and how much each costs in its billing cycle")
    @GetMapping
    ServiceList listServices() {
        return new ServiceList(
                "success",
                new MappedList<>(
                        ordering.list(), hosting -> ServiceEntry.of(hosting, productOf(hosting))));
    }

    @Operation(
            summary = "Get a service",
            description = "With its status, and the hardware of its product")
    @GetMapping("/{serviceId}")
    ServiceFound getService(
            @Parameter(
                            example = "12",
                            schema = @Schema(type = "integer", format = "int64", minimum = "1"))
                    @PathVariable
                    String serviceId) {
        var hosting = ordering.view(WhmcsFormat.id(serviceId));
        return new ServiceFound("success", ServiceDetail.of(hosting, productOf(hosting)));
    }

    private Product productOf(HostingView hosting) {
        return catalog.find(hosting.pid()).orElseThrow();
    }

    record ServiceList(String result, List<ServiceEntry> services) {}

    record ServiceFound(String result, ServiceDetail service) {}

    record ServiceEntry(
            long id,
            int pid,
            @Schema(pattern = DATE) String regdate,
            String name,
            String domain,
            String dedicatedip,
            String suspensionreason,
            @Schema(implementation = Hosting.Status.class) String status,
            String billingcycle,
            @Schema(description = IN_DOLLARS, pattern = DOLLARS) String billingamount) {

        static ServiceEntry of(HostingView hosting, Product product) {
            return new ServiceEntry(
                    hosting.number(),
                    hosting.pid(),
                    hosting.regDate().toString(),
                    product.name(),
                    hosting.domain(),
                    "",
                    hosting.suspensionReason(),
                    hosting.status().label(),
                    hosting.billingCycle().label(),
                    hosting.amount().toString());
        }
    }

    /**
     * The list's entry with the hardware after {@code status}. The end of the documented sample is
     * not known.
     */
    record ServiceDetail(
            long id,
            int pid,
            @Schema(pattern = DATE) String regdate,
            String name,
            String domain,
            String dedicatedip,
            String suspensionreason,
            @Schema(implementation = Hosting.Status.class) String status,
            Meta meta,
            String billingcycle,
            @Schema(description = IN_DOLLARS, pattern = DOLLARS) String billingamount) {

        static ServiceDetail of(HostingView hosting, Product product) {
            var entry = ServiceEntry.of(hosting, product);
            return new ServiceDetail(
                    entry.id(),
                    entry.pid(),
                    entry.regdate(),
                    entry.name(),
                    entry.domain(),
                    entry.dedicatedip(),
                    entry.suspensionreason(),
                    entry.status(),
                    Meta.of(product.hardware()),
                    entry.billingcycle(),
                    entry.billingamount());
        }
    }
}
