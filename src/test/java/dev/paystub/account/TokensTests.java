package dev.paystub.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class TokensTests {

    @Test
    void uniqueTokensDifferHoweverManyAreDrawnAtOnce() {
        var drawn = ConcurrentHashMap.<String>newKeySet();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 20_000; i++) {
                threads.execute(() -> drawn.add(Tokens.unique(12)));
            }
        }

        assertThat(drawn).hasSize(20_000).allMatch(token -> token.matches("[0-9A-Za-z]{12}"));
    }

    @Test
    void uniqueTokensHaveEveryLetterOfTheAlphabet() {
        var letters = new HashSet<Character>();
        for (var i = 0; i < 500; i++) {
            for (var letter : Tokens.unique(20).toCharArray()) {
                letters.add(letter);
            }
        }

        assertThat(letters).hasSize(62);
    }
}
