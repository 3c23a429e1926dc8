package dev.paystub.http;

import java.util.regex.Pattern;

/**
 * Takes out of a body what nobody should read in a journal: card numbers but for their last four
 * digits, security codes and secrets, in JSON and in forms.
 */
final class Redaction {

    private static final String SECRET =
            "(?:[a-z_]*secret|cvc|cvv|api_?key|password|private_key|x-api-key|authorization)";
    private static final String HIDDEN = "***";

    private static final Pattern JSON_SECRET =
            Pattern.compile(
                    "(\"" + SECRET + "\"\\s*:\\s*)(\"(?:[^\"\\\\]|\\\\.)*\"|-?[0-9.]+)",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern FORM_SECRET =
            Pattern.compile(
                    "((?:^|&)(?:[^=&]*(?:\\[|%5B))?" + SECRET + "(?:\\]|%5D)?=)[^&]*",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern CARD_NUMBER =
            Pattern.compile(
                    "((?:\"(?:card_?)?number\"\\s*:\\s*\"?)|(?:(?:^|&)(?:[^=&]*(?:\\[|%5B))?"
                            + "(?:card_?)?number(?:\\]|%5D)?=))([0-9][0-9 +-]{6,30})([0-9]{4})",
                    Pattern.CASE_INSENSITIVE);

    private Redaction() {}

    static String of(String body) {
        var cards = CARD_NUMBER.matcher(body).replaceAll("$1" + HIDDEN + "$3");
        var json = JSON_SECRET.matcher(cards).replaceAll("$1\"" + HIDDEN + "\"");
        return FORM_SECRET.matcher(json).replaceAll("$1" + HIDDEN);
    }
}
