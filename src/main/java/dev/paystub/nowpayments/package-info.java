/** Simulated crypto gateway: currencies, rates, addresses, the life of a payment and its page. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"kernel", "account", "http", "payment", "webhook"})
package dev.paystub.nowpayments;
