package dev.paystub.stripe;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Stripe's payment methods: create, retrieve, update, list, attach, detach. */
@RestController
@Hidden
@RequestMapping("/stripe/v1/payment_methods")
class PaymentMethodController {

    private static final int DEFAULT_PAGE = 10;
    private static final int LARGEST_PAGE = 100;

    private final PaymentMethodStore store;
    private final Clock clock;

    PaymentMethodController(PaymentMethodStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Stripe's envelope of a list. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Page<T>(String object, List<T> data, boolean hasMore, String url) {}

    @PostMapping
    PaymentMethodShape create(HttpServletRequest request) {
        var params = Params.of(request);
        var card = PaymentMethodStore.NewCard.read(params, clock);
        var expand = params.expand("customer");
        params.refuseOthers();
        var created = store.create(card);
        return StripeKey.isPublishable(request)
                ? PaymentMethodShape.inBrowser(created)
                : PaymentMethodShape.of(created, expand);
    }

    @GetMapping
    Page<PaymentMethodShape> list(HttpServletRequest request) {
        var params = Params.of(request);
        var customer = params.text("customer");
        params.choice("type", "card");
        params.choice("allow_redisplay", "always", "limited", "unspecified");
        var limit = params.integer("limit").orElse((long) DEFAULT_PAGE);
        var after = params.text("starting_after");
        var before = params.text("ending_before");
        var expand =
                params.expand("data.customer").stream()
                        .map(name -> name.substring("data.".length()))
                        .collect(Collectors.toSet());
        params.refuseOthers();
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw StripeError.invalid(
                    null,
                    "This value must be between 1 and %d (inclusive).".formatted(LARGEST_PAGE),
                    "limit");
        }
        customer.ifPresent(id -> Customer.require(id, "customer"));
        // without a customer Stripe lists those of its Treasury, which nobody has here
        var all = customer.isPresent() ? store.ofCustomer() : List.<PaymentMethod>of();
        var from = after.map(id -> position(all, id, "starting_after") + 1).orElse(0);
        var until = before.map(id -> position(all, id, "ending_before")).orElse(all.size());
        var rest = all.subList(from, Math.max(from, until));
        var size = Math.min(rest.size(), Math.toIntExact(limit));
        var page =
                before.isPresent()
                        ? rest.subList(rest.size() - size, rest.size())
                        : rest.subList(0, size);
        return new Page<>(
                "list",
                page.stream().map(method -> PaymentMethodShape.of(method, expand)).toList(),
                rest.size() > size,
                "/v1/payment_methods");
    }

    private static int position(List<PaymentMethod> all, String id, String param) {
        for (var i = 0; i < all.size(); i++) {
            if (all.get(i).token().equals(id)) {
                return i;
            }
        }
        throw StripeError.missingParam("PaymentMethod", id, param);
    }

    @GetMapping("/{id}")
    PaymentMethodShape retrieve(@PathVariable String id, HttpServletRequest request) {
        var expand = readExpand(Params.of(request));
        return PaymentMethodShape.of(store.get(id), expand);
    }

    @PostMapping("/{id}")
    PaymentMethodShape update(@PathVariable String id, HttpServletRequest request) {
        var params = Params.of(request);
        var expand = params.expand("customer");
        return PaymentMethodShape.of(store.update(id, params), expand);
    }

    @PostMapping("/{id}/attach")
    PaymentMethodShape attach(@PathVariable String id, HttpServletRequest request) {
        var params = Params.of(request);
        var customer = params.required("customer");
        var expand = readExpand(params);
        Customer.require(customer, "customer");
        return PaymentMethodShape.of(store.attach(id), expand);
    }

    @PostMapping("/{id}/detach")
    PaymentMethodShape detach(@PathVariable String id, HttpServletRequest request) {
        var expand = readExpand(Params.of(request));
        return PaymentMethodShape.of(store.detach(id), expand);
    }

    private static Set<String> readExpand(Params params) {
        var expand = params.expand("customer");
        params.refuseOthers();
        return expand;
    }
}
