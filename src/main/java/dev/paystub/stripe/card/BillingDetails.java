package dev.paystub.stripe.card;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The billing details of a card holder; every part may be missing. */
@Embeddable
public record BillingDetails(
        @Nullable @Column(name = "billing_name") String name,
        @Nullable @Column(name = "billing_email") String email,
        @Nullable @Column(name = "billing_phone") String phone,
        @Nullable @Column(name = "billing_line1") String line1,
        @Nullable @Column(name = "billing_line2") String line2,
        @Nullable @Column(name = "billing_city") String city,
        @Nullable @Column(name = "billing_state") String state,
        @Nullable @Column(name = "billing_postal_code") String postalCode,
        @Nullable @Column(name = "billing_country") String country) {

    static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private static final int LONGEST = 400;

    /** No details at all. */
    static final BillingDetails NONE =
            new BillingDetails(null, null, null, null, null, null, null, null, null);

    /**
     * Details from a form on a hosted page: each text is stripped of control characters and cut to
     * its longest length, and an unknown country is dropped.
     */
    public static BillingDetails fromForm(
            @Nullable String name,
            @Nullable String email,
            @Nullable String country,
            @Nullable String postalCode) {
        return new BillingDetails(
                clean(name),
                clean(email),
                null,
                null,
                null,
                null,
                null,
                clean(postalCode),
                country != null && COUNTRIES.contains(country) ? country : null);
    }

    private static @Nullable String clean(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var printable = text.replaceAll("[\\p{Cc}\\p{Cs}]", " ").strip();
        return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST);
    }

    boolean hasAddress() {
        return Stream.of(line1, line2, city, state, postalCode, country).anyMatch(Objects::nonNull);
    }

    /** Returns a copy whose missing parts are taken from {@code other}. */
    BillingDetails orElse(BillingDetails other) {
        return new BillingDetails(
                name == null ? other.name : name,
                email == null ? other.email : email,
                phone == null ? other.phone : phone,
                line1 == null ? other.line1 : line1,
                line2 == null ? other.line2 : line2,
                city == null ? other.city : city,
                state == null ? other.state : state,
                postalCode == null ? other.postalCode : postalCode,
                country == null ? other.country : country);
    }
}
