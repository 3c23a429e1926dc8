package dev.paystub.order;

import dev.paystub.catalog.BillingCycle;
import dev.paystub.catalog.Catalog;
import dev.paystub.world.SeedContributor;
import dev.paystub.world.SeedFile;
import java.time.LocalDate;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Seeds {@code services}. */
@Component
@Order(3)
class HostingSeed implements SeedContributor {

    private final Hostings hostings;
    private final Catalog catalog;

    HostingSeed(Hostings hostings, Catalog catalog) {
        this.hostings = hostings;
        this.catalog = catalog;
    }

    record SeededService(
            long id,
            int pid,
            String regdate,
            String domain,
            Hosting.Status status,
            String billingcycle) {}

    @Override
    public void plant(SeedFile file) {
        for (var row : file.list("services", SeededService.class)) {
            var product = catalog.find(row.pid()).orElseThrow();
            var cycle = BillingCycle.of(row.billingcycle()).orElseThrow();
            var terms =
                    new Hosting.Terms(
                            row.pid(),
                            row.domain(),
                            catalog.images().getFirst(),
                            "",
                            cycle,
                            product.price(cycle));
            var hosting = new Hosting(row.id(), terms, LocalDate.parse(row.regdate()));
            hosting.seed(row.status());
            hostings.save(hosting);
        }
    }
}
