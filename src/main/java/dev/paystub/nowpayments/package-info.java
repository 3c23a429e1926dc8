/** Simulated crypto gateway: currencies, rates, addresses and the life of a payment. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"kernel", "account", "payment"})
package dev.paystub.nowpayments;
