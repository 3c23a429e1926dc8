package dev.paystub.stripe.card;

import dev.paystub.stripe.CreatedFilter;
import dev.paystub.stripe.Expand;
import dev.paystub.stripe.Expand.Of;
import dev.paystub.stripe.FormParameters;
import dev.paystub.stripe.ListJson;
import dev.paystub.stripe.Paging;
import dev.paystub.stripe.StripeApi;
import dev.paystub.stripe.card.CustomerService.NewCustomer;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** Stripe's Customers API: create, retrieve, list, and list the payment methods of a customer. */
@RestController
@Hidden
@RequestMapping({StripeApi.ROOT + "/customers", StripeApi.PREFIXED + "/customers"})
class CustomerController {

    private static final String LIST = "/v1/customers";
    private static final int LONGEST_DESCRIPTION = 1000;
    private static final int LONGEST_EMAIL = 800;

    private final CustomerService customers;
    private final PaymentMethodService paymentMethods;
    private final CardRenderer renderer;

    CustomerController(
            CustomerService customers, PaymentMethodService paymentMethods, CardRenderer renderer) {
        this.customers = customers;
        this.paymentMethods = paymentMethods;
        this.renderer = renderer;
    }

    @PostMapping
    Object create(HttpServletRequest request) {
        var params = FormParameters.of(request);
        var settings = params.object("invoice_settings");
        var wanted =
                new NewCustomer(
                        BillingDetailsParameters.ofCustomer(params),
                        params.text("description", LONGEST_DESCRIPTION).orElse(null),
                        params.metadata(Map.of()),
                        params.text("payment_method").orElse(null),
                        settings.flatMap(object -> object.text("default_payment_method"))
                                .orElse(null));
        var expand = Expand.read(params, Of.CUSTOMER);
        params.rejectUnknown();
        return renderer.customer(customers.create(wanted), expand);
    }

    @GetMapping
    ListJson list(HttpServletRequest request) {
        var params = FormParameters.of(request);
        var email = params.text("email", LONGEST_EMAIL);
        var created = CreatedFilter.read(params);
        var paging = Paging.read(params);
        var expand = Expand.readOfList(params, Of.CUSTOMER);
        params.rejectUnknown();
        return ListJson.of(
                customers.list(email, created, paging),
                LIST,
                customer -> renderer.customer(customer, expand));
    }

    /** A POST is Stripe's update. It changes nothing, as customers cannot be changed here. */
    @RequestMapping(
            path = "/{id}",
            method = {RequestMethod.GET, RequestMethod.POST})
    Object retrieve(@PathVariable String id, HttpServletRequest request) {
        var params = FormParameters.of(request);
        var expand = Expand.read(params, Of.CUSTOMER);
        params.rejectUnknown();
        return renderer.customer(customers.get(id), expand);
    }

    @GetMapping("/{id}/payment_methods")
    ListJson paymentMethods(@PathVariable String id, HttpServletRequest request) {
        var params = FormParameters.of(request);
        params.choice("type", "card");
        params.choice("allow_redisplay", "always", "limited", "unspecified");
        var paging = Paging.read(params);
        var expand = Expand.readOfList(params, Of.PAYMENT_METHOD);
        params.rejectUnknown();
        var customer = customers.get(id);
        return ListJson.of(
                paymentMethods.listForCustomer(customer.token(), paging),
                LIST + "/" + customer.token() + "/payment_methods",
                method -> renderer.paymentMethod(method, expand));
    }

    @GetMapping("/{id}/payment_methods/{paymentMethod}")
    Object paymentMethod(
            @PathVariable String id,
            @PathVariable String paymentMethod,
            HttpServletRequest request) {
        var params = FormParameters.of(request);
        var expand = Expand.read(params, Of.PAYMENT_METHOD);
        params.rejectUnknown();
        return renderer.paymentMethod(paymentMethods.getForCustomer(id, paymentMethod), expand);
    }
}
