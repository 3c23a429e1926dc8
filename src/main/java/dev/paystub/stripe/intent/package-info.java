/**
 * Stripe's payment intents, setup intents and charges. Begin with {@link
 * dev.paystub.stripe.intent.IntentService}, which confirms them.
 */
@NullMarked
package dev.paystub.stripe.intent;

import org.jspecify.annotations.NullMarked;
