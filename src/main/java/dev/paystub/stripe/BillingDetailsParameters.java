package dev.paystub.stripe;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code billing_details}, and the address of a token's card. */
final class BillingDetailsParameters {

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final int LONGEST_EMAIL = 800;

    private BillingDetailsParameters() {}

    /** The details after a request: what it names is changed, the rest stays. */
    static BillingDetails read(FormParameters params, BillingDetails present) {
        return params.object("billing_details")
                .map(details -> {
                    var address = details.object("address");
                    return new BillingDetails(
                            details.changed("name", present.name()),
                            email(details, present.email()),
                            details.changed("phone", present.phone()),
                            changed(address, "line1", present.line1()),
                            changed(address, "line2", present.line2()),
                            changed(address, "city", present.city()),
                            changed(address, "state", present.state()),
                            changed(address, "postal_code", present.postalCode()),
                            address.map(part -> country(part, "country", present.country()))
                                    .orElse(present.country()));
                })
                .orElse(present);
    }

    /** The details as a customer's parameters have them: the same ones, at the top. */
    static BillingDetails ofCustomer(FormParameters customer) {
        var address = customer.object("address");
        return new BillingDetails(
                customer.changed("name", null),
                email(customer, null),
                customer.changed("phone", null),
                changed(address, "line1", null),
                changed(address, "line2", null),
                changed(address, "city", null),
                changed(address, "state", null),
                changed(address, "postal_code", null),
                address.map(part -> country(part, "country", null)).orElse(null));
    }

    /** Name and address as the {@code card} of a token has them. */
    static BillingDetails ofTokenCard(FormParameters card) {
        return new BillingDetails(
                card.changed("name", null),
                null,
                null,
                card.changed("address_line1", null),
                card.changed("address_line2", null),
                card.changed("address_city", null),
                card.changed("address_state", null),
                card.changed("address_zip", null),
                country(card, "address_country", null));
    }

    private static @Nullable String changed(
            Optional<FormParameters> address, String name, @Nullable String present) {
        return address.isEmpty() ? present : address.get().changed(name, present);
    }

    private static @Nullable String email(FormParameters details, @Nullable String present) {
        var email = details.text("email", LONGEST_EMAIL);
        if (email.isPresent() && !EMAIL.matcher(email.get()).matches()) {
            throw StripeError.invalid(
                    "email_invalid",
                    "Invalid email address: " + email.get(),
                    details.path("email"));
        }
        return details.has("email") ? email.orElse(null) : present;
    }

    private static @Nullable String country(
            FormParameters address, String name, @Nullable String present) {
        var country = address.text(name).map(code -> code.toUpperCase(Locale.ROOT));
        if (country.isPresent() && !BillingDetails.COUNTRIES.contains(country.get())) {
            throw StripeError.invalid(
                    "country_unsupported",
                    "Country '%s' is unknown. Try using a 2-character alphanumeric country code instead, such as 'US', 'EG', or 'GB'. A full list of supported country codes is available at https://stripe.com/global"
                            .formatted(country.get()),
                    address.path(name));
        }
        return address.has(name) ? country.orElse(null) : present;
    }
}
