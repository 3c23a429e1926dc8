package dev.paystub.contract;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What becomes of a request that departs from {@code openapi/}.
 *
 * @param strict whether it is refused, and not only marked
 */
@ConfigurationProperties("paystub")
record ContractProperties(@DefaultValue("false") boolean strict) {}
