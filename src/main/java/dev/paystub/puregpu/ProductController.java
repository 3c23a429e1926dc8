package dev.paystub.puregpu;

import dev.paystub.catalog.Catalog;
import dev.paystub.catalog.Product;
import dev.paystub.kernel.DomainException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** {@code /billing/products}: lists the products that can be ordered. */
@RestController
@Tag(name = "Products", description = "What can be ordered")
@RequestMapping("/billing/products")
class ProductController {

    private final Catalog catalog;

    ProductController(Catalog catalog) {
        this.catalog = catalog;
    }

    @Operation(
            summary = "List products",
            description = "With their hardware, and their prices by the hour and by the month")
    @GetMapping
    ProductList listProducts() {
        return new ProductList(
                "success", catalog.products().stream().map(ProductEntry::of).toList());
    }

    @Operation(
            summary = "Get a product",
            description = "With its hardware, and its prices by the hour and by the month")
    @GetMapping("/{productId}")
    ProductFound getProduct(
            @Parameter(
                            example = "1",
                            schema = @Schema(type = "integer", format = "int64", minimum = "1"))
                    @PathVariable
                    String productId) {
        return catalog.find(WhmcsFormat.id(productId))
                .map(product -> new ProductFound("success", ProductEntry.of(product)))
                .orElseThrow(() -> new DomainException.NotFound("Product ID Not Found"));
    }

    record ProductList(String result, List<ProductEntry> products) {}

    record ProductFound(String result, ProductEntry product) {}

    record ProductEntry(int pid, String type, String name, Meta meta, Pricing pricing) {

        static ProductEntry of(Product product) {
            return new ProductEntry(
                    product.pid(),
                    "server",
                    product.name(),
                    Meta.of(product.hardware()),
                    new Pricing(
                            WhmcsFormat.number(product.pricing().hourly()),
                            WhmcsFormat.number(product.pricing().monthly())));
        }
    }

    record Pricing(
            @Schema(description = "US dollars an hour, or a month") BigDecimal hourly,
            BigDecimal monthly) {}

    /** The hardware, with its numbers as strings. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Meta(
            String gpuName,
            String gpuVram,
            String gpuManufacturer,
            String gpuCount,
            String cpuName,
            String cpuCores,
            String cpuClock,
            String cpuManufacturer,
            String ram,
            String ramType,
            String diskSpace,
            String diskType) {

        static Meta of(Product.Hardware hardware) {
            return new Meta(
                    hardware.gpuName(),
                    hardware.gpuVram(),
                    hardware.gpuManufacturer(),
                    hardware.gpuCount(),
                    hardware.cpuName(),
                    hardware.cpuCores(),
                    hardware.cpuClock(),
                    hardware.cpuManufacturer(),
                    hardware.ram(),
                    hardware.ramType(),
                    hardware.diskSpace(),
                    hardware.diskType());
        }
    }
}
