package dev.paystub.stripe.card;

import dev.paystub.stripe.FormParameters;
import dev.paystub.stripe.StripeError;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code billing_details}, and the address of a token's card. */
final class BillingDetailsParameters {

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final int LONGEST_EMAIL = 800;

    private BillingDetailsParameters() {}

    /**
     * Returns the details after a request: the parameters that it names replace the present ones.
     */
    static BillingDetails read(FormParameters params, BillingDetails present) {
        return params.object("billing_details")
                .map(details -> details(details, present))
                .orElse(present);
    }

    /** Reads the details of a customer, whose parameters are at the top level of the request. */
    static BillingDetails ofCustomer(FormParameters customer) {
        return details(customer, BillingDetails.NONE);
    }

    private static BillingDetails details(FormParameters details, BillingDetails present) {
        var address = details.object("address");
        return new BillingDetails(
                details.updatedText("name", present.name()),
                email(details, present.email()),
                details.updatedText("phone", present.phone()),
                updatedText(address, "line1", present.line1()),
                updatedText(address, "line2", present.line2()),
                updatedText(address, "city", present.city()),
                updatedText(address, "state", present.state()),
                updatedText(address, "postal_code", present.postalCode()),
                address.map(part -> country(part, "country", present.country()))
                        .orElse(present.country()));
    }

    /** Reads the name and the address of a token's {@code card}. */
    static BillingDetails ofTokenCard(FormParameters card) {
        return new BillingDetails(
                card.updatedText("name", null),
                null,
                null,
                card.updatedText("address_line1", null),
                card.updatedText("address_line2", null),
                card.updatedText("address_city", null),
                card.updatedText("address_state", null),
                card.updatedText("address_zip", null),
                country(card, "address_country", null));
    }

    private static @Nullable String updatedText(
            Optional<FormParameters> address, String name, @Nullable String present) {
        return address.isEmpty() ? present : address.get().updatedText(name, present);
    }

    private static @Nullable String email(FormParameters details, @Nullable String present) {
        var email = details.text("email", LONGEST_EMAIL);
        if (email.isPresent() && !EMAIL.matcher(email.get()).matches()) {
            throw StripeError.invalidRequest(
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
            throw StripeError.invalidRequest(
                    "country_unsupported",
                    "Country '%s' is unknown. Try using a 2-character alphanumeric country code instead, such as 'US', 'EG', or 'GB'. A full list of supported country codes is available at https://stripe.com/global"
                            .formatted(country.get()),
                    address.path(name));
        }
        return address.has(name) ? country.orElse(null) : present;
    }
}
