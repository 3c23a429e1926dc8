package dev.paystub.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paystub.testing.ServerTest;
import dev.paystub.world.AccountReset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** An error in a scenario file is reported with its line, in one sentence. */
@ServerTest
class BrokenScenarioTests {

    @Autowired private InProcessClient calls;
    @Autowired private ScenarioRunner scenarioRunner;
    @Autowired private AccountReset accountReset;
    @TempDir private Path folder;

    private void write(String name, String yaml) throws IOException {
        Files.writeString(folder.resolve(name), yaml);
    }

    private String whyItDoesNotStart() {
        var own = new Scenarios(calls, scenarioRunner, accountReset, folder.toString());
        return catchThrowableOfType(BrokenScenario.class, own::start).getMessage();
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("", 1, "the file is empty"),
                Arguments.of("description: x\nstesp: []", 2, "unknown key 'stesp'"),
                Arguments.of("description: [", 1, "this is not YAML"),
                Arguments.of("- call: GET /services", 1, "keys and values stand here"),
                Arguments.of(
                        "steps:\n  - call: GET /services\n    boddy: {}", 3, "unknown key 'boddy'"),
                Arguments.of("steps:\n  - call: GET /nothing", 2, "there is no GET /nothing"),
                Arguments.of("steps:\n  - call: POST /services", 2, "there is no POST /services"),
                Arguments.of("steps:\n  - call: services", 2, "a call is a method and a path"),
                Arguments.of("steps:\n  - call: GET /console/", 2, "there is no GET /console/"),
                Arguments.of("steps:\n  - call: POST /sandbox/reset", 2, "not for scenarios"),
                Arguments.of("steps:\n  - call: GET /sandbox/clock?x=1", 2, "not for scenarios"),
                Arguments.of(
                        "steps:\n\n  - advance: soon", 3, "'soon' is not a time to advance by"),
                Arguments.of("steps:\n  - advance: -P1D", 2, "is not a time to advance by"),
                Arguments.of("steps:\n  - advance: P9Y", 2, "the clock cannot advance"),
                Arguments.of(
                        "steps:\n  - advance: P1D\n    as: x", 3, "has no place beside 'advance'"),
                Arguments.of("steps:\n  - {}", 2, "a step is one of call, advance, repeat"),
                Arguments.of("steps:\n  - call: GET /services/{first.id}", 2, "refers to 'first'"),
                Arguments.of(
                        "steps:\n"
                                + "  - call: POST /billing/invoices/funds\n"
                                + "    body:\n"
                                + "      amount: \"{a.b}\"",
                        4,
                        "refers to 'a'"),
                Arguments.of(
                        "steps:\n"
                                + "  - call: POST /billing/invoices/funds\n"
                                + "    body: { amount: {a.b} }",
                        3,
                        "a reference is written in quotes"),
                Arguments.of(
                        "steps:\n"
                                + "  - call: GET /services\n"
                                + "    as: s\n"
                                + "  - call: GET /services/{s.no}",
                        4,
                        "nothing is known as {s.no}"),
                Arguments.of(
                        "steps:\n"
                                + "  - call: GET /services\n"
                                + "    as: s\n"
                                + "  - call: GET /services\n"
                                + "    as: s",
                        5,
                        "there is an answer 's' already"),
                Arguments.of(
                        "steps:\n  - call: POST /billing/invoices/funds\n    body: { amount: 0 }",
                        2,
                        "POST /billing/invoices/funds was answered 200"),
                Arguments.of(
                        "steps:\n  - call: GET /billing/balance\n    expect: 404",
                        2,
                        "GET /billing/balance was answered 200"),
                Arguments.of("steps:\n  - call: GET /services\n    expect: ok", 3, "whole number"),
                Arguments.of("steps:\n  - repeat: 0\n    steps: []", 2, "whole number from 1"),
                Arguments.of(
                        "steps:\n  - repeat: 1000\n    steps:\n"
                                + "      - repeat: 1000\n        steps: [{advance: PT1S}]",
                        2,
                        "at most 5,000 steps"),
                Arguments.of("start: nowhere", 1, "it starts from 'nowhere', which is none"),
                Arguments.of("start: mine", 1, "from itself"),
                Arguments.of("description: a\ndescription: b", 2, "twice"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void brokenFileStopsTheStartWithFileLineAndReason(String yaml, int line, String reason)
            throws IOException {
        write("mine.yaml", yaml);
        assertThat(whyItDoesNotStart())
                .startsWith(folder.resolve("mine.yaml") + ", line " + line + ": ")
                .contains(reason)
                .doesNotContain("\n");
    }

    @Test
    void nameThatIsTakenOrIllFormedStopsTheStart() throws IOException {
        write("empty.yaml", "description: mine");
        assertThat(whyItDoesNotStart()).contains("there is a scenario 'empty' already");
        Files.delete(folder.resolve("empty.yaml"));
        write("No Name.yaml", "description: mine");
        assertThat(whyItDoesNotStart()).contains("named as its file");
    }

    @Test
    void folderThatIsNoneStopsTheStart() {
        folder = folder.resolve("missing");
        assertThat(whyItDoesNotStart())
                .startsWith("PAYSTUB_SCENARIOS_DIR names ")
                .endsWith("which is no folder");
    }
}
