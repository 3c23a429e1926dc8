/**
 * The stand-in for Stripe.js: its script, its pages, and the calls that only they make. Begin with
 * {@link dev.paystub.stripe.js.StripeJsController}.
 */
@NullMarked
package dev.paystub.stripe.js;

import org.jspecify.annotations.NullMarked;
