package dev.paystub.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.MainClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No input makes one of Paystub's regular expressions overflow the stack or backtrack without
 * bound. Every {@link Pattern} constant and every expression that is a literal in a call is tried
 * with hostile texts. The test counts steps, not seconds.
 */
class PatternTests {

    private static final int LENGTH = 4_000;

    /** A quarter of what a thread has: a text that would overflow that is four times as long. */
    private static final int STACK = 256 * 1024;

    /** The maximum number of reads of each character. */
    private static final int LOOKS = 60;

    /** Patterns for input that only the operator provides. */
    private static final String OPERATOR = "dev.paystub.launch.";

    /** Constants that search a text; all others match it as a whole. */
    private static final Set<String> SEARCHED =
            Set.of(
                    "dev.paystub.http.ContainerErrors.AFTER_METHOD",
                    "dev.paystub.http.ErrorFormats.ESCAPED_LETTER",
                    "dev.paystub.http.Exchange.ACTION",
                    "dev.paystub.operation.OperatorAccess.FOR",
                    "dev.paystub.fault.FaultPreferences.PREFERENCE");

    private static final Pattern LITERAL_IN_CALL =
            Pattern.compile(
                    "\\.(matches|replaceAll|replaceFirst|split)"
                            + "\\(\\s*\"((?:[^\"\\\\\n]|\\\\.)*+)\"");

    /** Units to repeat against a pattern, besides each single character. */
    private static final List<String> UNITS =
            List.of(
                    "a.", ".a", "/a", "a/", "[]", "[a]", "&a=", "a=", "a, ", ", ", "-a", "a-",
                    "0x1.", "1.", ".1", "a:", "::", "%41", "\\\"", "\"\\\\", "a@", "a b", " a",
                    "for=", "{a.b}", "$a", "a_1", "1 ", "\t ", "a\n", "*.", "//", "a,b");

    @Test
    void noTextIsTooLongForAPattern() throws Exception {
        var failed = new TreeMap<String, String>();
        var patterns = new LinkedHashMap<String, Pattern>();
        patterns.putAll(constants());
        patterns.putAll(literals());
        assertThat(patterns).hasSizeGreaterThan(70);
        patterns.forEach((name, pattern) -> {
            var searched =
                    SEARCHED.contains(name)
                            || name.contains(" replace")
                            || name.contains(" split ");
            trouble(pattern, searched)
                    .ifPresent(trouble -> failed.put(name + " " + pattern, trouble));
        });
        assertThat(failed).isEmpty();
    }

    /** Checks the check: patterns that are too slow are found. */
    @Test
    void whatIsTooLongIsFound() {
        for (var bad : List.of("(a|b)*c", "\"((?:[^\"\\\\]|\\\\.)*)\"", "(/[a-z]+)*/?", "(a+)+b")) {
            assertThat(trouble(Pattern.compile(bad), false)).as(bad).isPresent();
        }
        assertThat(trouble(Pattern.compile("a+$"), true)).isPresent();
        for (var good : List.of("(?:a|b)*+c", "[a-z]{1,9}", "(?:/[a-z]+)*+/?", "[^/]+")) {
            assertThat(trouble(Pattern.compile(good), false)).as(good).isEmpty();
        }
    }

    private static Map<String, Pattern> constants() throws ReflectiveOperationException {
        var found = new TreeMap<String, Pattern>();
        for (var field : MainClasses.constantsOf(Pattern.class)) {
            var type = field.getDeclaringClass().getName();
            if (!type.startsWith(OPERATOR)) {
                field.setAccessible(true);
                found.put(type + "." + field.getName(), (Pattern) field.get(null));
            }
        }
        return found;
    }

    private static Map<String, Pattern> literals() throws IOException {
        var found = new TreeMap<String, Pattern>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (var file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                if (file.toString().contains("/launch/")) {
                    continue;
                }
                var source = Files.readString(file);
                var calls = LITERAL_IN_CALL.matcher(source);
                while (calls.find()) {
                    var line = source.lastIndexOf('\n', calls.start()) + 1;
                    if (source.substring(line, calls.start()).contains(".matcher(")) {
                        continue; // a Matcher's replacement is no pattern
                    }
                    var regex = calls.group(2).translateEscapes();
                    found.put(
                            "%s %s %s".formatted(file.getFileName(), calls.group(1), regex),
                            Pattern.compile(regex));
                }
            }
        }
        return found;
    }

    /** Returns the problem of a pattern, applied as the server applies it. */
    private static Optional<String> trouble(Pattern pattern, boolean searched) {
        Predicate<CharSequence> use =
                searched
                        ? sent -> pattern.matcher(sent).results().count() > 0
                        : sent -> pattern.matcher(sent).matches();
        var tried =
                new FutureTask<>(() ->
                        texts().map(text -> trouble(use, text))
                                .filter(trouble -> !trouble.isEmpty())
                                .findFirst());
        var thread = new Thread(null, tried, pattern.pattern(), STACK);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return tried.resultNow();
    }

    private static String trouble(Predicate<CharSequence> use, String text) {
        try {
            var unused = use.test(new Counted(text, new int[] {LOOKS * text.length()}));
            return "";
        } catch (StackOverflowError e) {
            return "overflows the stack with " + text.substring(0, 20);
        } catch (TooOften e) {
            return "goes back and forth in " + text.substring(0, 20);
        }
    }

    private static Stream<String> texts() {
        var units = new ArrayList<>(UNITS);
        IntStream.rangeClosed('\t', '~').forEach(c -> units.add(String.valueOf((char) c)));
        return units.stream()
                .map(unit -> unit.repeat(LENGTH / unit.length()))
                .flatMap(text -> Stream.of(text, "a" + text + "\u0001", "\"" + text, "/" + text));
    }

    private static final class TooOften extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A text that counts the reads of its characters. */
    private static final class Counted implements CharSequence {

        private final String text;
        private final int[] left; // shared with what is cut from it

        Counted(String text, int[] left) {
            this.text = text;
            this.left = left;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (left[0]-- == 0) {
                throw new TooOften();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.substring(start, end), left);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
