package dev.paystub.testing;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;

/**
 * Replays a curl command as the documents print it. Only the host changes, and {@code {token}}
 * becomes the caller's key.
 */
public final class Curl {

    private Curl() {}

    public static Reply run(Caller caller, String command) {
        var words = words(command.replace("{token}", caller.key()));
        if (!words.getFirst().equals("curl")) {
            throw new IllegalArgumentException("Not a curl command: " + command);
        }
        String method = null;
        String url = null;
        String body = null;
        var headers = new ArrayList<String[]>();
        for (var word = words.listIterator(1); word.hasNext(); ) {
            switch (word.next()) {
                case "-X" -> method = word.next();
                case "-H" -> headers.add(word.next().split(":\\s*", 2));
                case "-d" -> body = word.next();
                case "-G" -> method = "GET";
                case String address -> url = address;
            }
        }
        if (url == null) {
            throw new IllegalArgumentException("No URL in " + command);
        }
        var request = caller.request(url.replaceFirst("https?://[^/]+", ""));
        headers.forEach(header -> request.header(header[0], header[1]));
        var verb = method != null ? method : body == null ? "GET" : "POST";
        return Caller.send(
                request.method(
                                verb,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body))
                        .build());
    }

    /** Splits as a shell does: quotes group words, a backslash joins lines. */
    private static List<String> words(String command) {
        var words = new ArrayList<String>();
        StringBuilder word = null;
        var quote = (char) 0;
        for (var character : command.replace("\\\n", " ").strip().toCharArray()) {
            if (quote != 0) {
                if (character == quote) {
                    quote = 0;
                } else {
                    word.append(character);
                }
            } else if (character == '"' || character == '\'') {
                quote = character;
                word = word == null ? new StringBuilder() : word;
            } else if (Character.isWhitespace(character)) {
                if (word != null) {
                    words.add(word.toString());
                    word = null;
                }
            } else {
                word = word == null ? new StringBuilder() : word;
                word.append(character);
            }
        }
        if (word != null) {
            words.add(word.toString());
        }
        return words;
    }
}
