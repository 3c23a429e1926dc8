package dev.paystub.contract;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Treatment of requests that deviate from {@code openapi/}.
 *
 * @param strict whether such a request is refused; otherwise a header of its response reports it
 */
@ConfigurationProperties("paystub")
record ContractProperties(@DefaultValue("false") boolean strict) {}
