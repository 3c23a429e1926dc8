package dev.paystub.webhook;

import dev.paystub.account.Tokens;
import dev.paystub.kernel.DomainException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The headers that let a receiver verify a message, in each style. */
final class Signature {

    private static final String PREFIX = "whsec_";
    private static final int MADE_LENGTH = 32;
    private static final int KEY_BYTES = 24;
    private static final Duration STALE = Duration.ofHours(1);
    private static final int LONGEST = 255;

    private Signature() {}

    /**
     * Returns a secret for an endpoint registered without one. It is deterministic: equal calls
     * after a reset give equal secrets.
     */
    static String newSecret(WebhookFormat style, long endpoint) {
        var text = Tokens.of("webhook-secret", endpoint, MADE_LENGTH);
        return switch (style) {
            case STANDARD ->
                    PREFIX
                            + base64(
                                    text.substring(0, KEY_BYTES)
                                            .getBytes(StandardCharsets.US_ASCII));
            case STRIPE -> PREFIX + text;
            case NOWPAYMENTS -> text;
        };
    }

    /**
     * Checks a secret.
     *
     * @throws DomainException.Invalid when the style's receivers could not verify signatures with
     *     it
     */
    static void requireSecret(WebhookFormat style, String secret) {
        if (secret.isEmpty()
                || secret.length() > LONGEST
                || !secret.chars().allMatch(each -> each > ' ' && each <= '~')) {
            throw new DomainException.Invalid(
                    "secret must be 1 to %d printable characters, no spaces".formatted(LONGEST));
        }
        if (style == WebhookFormat.STANDARD && !isStandard(secret)) {
            throw new DomainException.Invalid(
                    "secret of a standard webhook must be whsec_ and the Base64 of 24 to 64 bytes");
        }
    }

    private static boolean isStandard(String secret) {
        try {
            var bytes = standardKey(secret).length;
            return secret.startsWith(PREFIX) && bytes >= KEY_BYTES && bytes <= 64;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static byte[] standardKey(String secret) {
        return Base64.getDecoder()
                .decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
    }

    /**
     * Returns the headers of a message.
     *
     * @param now real time, because receivers compare the timestamp with it
     */
    static Map<String, String> headers(OutboundMessage outgoing, Instant now) {
        var how = outgoing.faults();
        var seconds = (how.staleTimestamp() ? now.minus(STALE) : now).getEpochSecond();
        var body = outgoing.message().body();
        var headers = new LinkedHashMap<String, String>();
        switch (outgoing.style()) {
            case STANDARD -> {
                var id = outgoing.message().id();
                var signed = id + "." + seconds + "." + body;
                headers.put("webhook-id", id);
                headers.put("webhook-timestamp", String.valueOf(seconds));
                headers.put(
                        "webhook-signature",
                        "v1," + base64(mac("HmacSHA256", key(outgoing), signed)));
            }
            case STRIPE ->
                    headers.put(
                            "Stripe-Signature",
                            "t=%d,v1=%s"
                                    .formatted(
                                            seconds,
                                            hex(
                                                    mac(
                                                            "HmacSHA256",
                                                            key(outgoing),
                                                            seconds + "." + body))));
            case NOWPAYMENTS ->
                    headers.put(
                            "x-nowpayments-sig",
                            hex(mac("HmacSHA512", key(outgoing), JavaScriptJson.asVerified(body))));
        }
        return headers;
    }

    private static byte[] key(OutboundMessage outgoing) {
        var secret = outgoing.secret();
        var key =
                outgoing.style() == WebhookFormat.STANDARD
                        ? standardKey(secret)
                        : secret.getBytes(StandardCharsets.UTF_8);
        if (outgoing.faults().wrongSignature()) {
            key[0] = (byte) ~key[0];
        }
        return key;
    }

    private static byte[] mac(String algorithm, byte[] key, String text) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
