/**
 * Payloads of Stripe's webhooks, made from this server's objects. Begin with {@link
 * dev.paystub.stripe.event.StripePayloads}.
 */
@NullMarked
package dev.paystub.stripe.event;

import org.jspecify.annotations.NullMarked;
