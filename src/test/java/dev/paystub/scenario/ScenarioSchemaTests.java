package dev.paystub.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code scenario.schema.json}, which editors read, allows what {@link ScenarioFile} allows. */
class ScenarioSchemaTests {

    private static final JsonNode SOURCE = source();
    private static final Schema SCHEMA =
            SchemaRegistry.withDialect(Dialects.getDraft202012(), builder -> {}).getSchema(SOURCE);

    private final InProcessClient calls = mock(InProcessClient.class);

    ScenarioSchemaTests() {
        when(calls.isRoute(anyString(), anyString())).thenReturn(true);
    }

    private static JsonNode source() {
        try {
            return JsonMapper.shared()
                    .readTree(
                            new ClassPathResource("scenarios/scenario.schema.json")
                                    .getContentAsString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Error> errors(String yaml) {
        return SCHEMA.validate(yaml, InputFormat.YAML);
    }

    private void read(String yaml) {
        ScenarioFile.readScenario("mine.yaml", "mine", yaml, calls);
    }

    static Stream<Resource> shipped() throws IOException {
        return Stream.of(
                new PathMatchingResourcePatternResolver()
                        .getResources("classpath*:scenarios/*.yaml"));
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void ourScenariosAreValidAndNameTheSchema(Resource file) throws IOException {
        var yaml = file.getContentAsString(StandardCharsets.UTF_8);
        assertThat(errors(yaml)).isEmpty();
        assertThat(yaml).startsWith("# yaml-language-server: $schema=scenario.schema.json\n");
    }

    @Test
    void keysAreThoseThatAreRead() {
        assertThat(SOURCE.path("properties").propertyNames())
                .containsExactlyInAnyOrderElementsOf(ScenarioFile.KEYS);
        assertThat(
                        Stream.of("call", "advance", "repeat")
                                .flatMap(kind ->
                                        SOURCE
                                                .at("/$defs/%s/properties".formatted(kind))
                                                .propertyNames()
                                                .stream()))
                .containsExactlyInAnyOrderElementsOf(ScenarioFile.STEP_KEYS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "description: nothing but a word",
                "start: empty\nvalues: { invoice_id: 1, any: [true, null, 1.5] }",
                "steps: [{call: get /services}]",
                "steps: [{call: POST /billing/orders, body: {pid: 1}, as: order-1_A, expect: 409}]",
                "steps: [{advance: P1M}, {advance: P1Y2DT0.5S}, {advance: P0DT1H}]",
                "steps: [{repeat: 1000, steps: []}]",
                "steps: [{repeat: 2, steps: [{repeat: 2, steps: [{advance: PT1S}]}]}]",
            })
    void whatCanBeReadIsValid(String yaml) {
        assertThatNoException().isThrownBy(() -> read(yaml));
        assertThat(errors(yaml)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- call: GET /services",
                "stesp: []",
                "description: []",
                "start: {}",
                "steps: {}",
                "steps: [{}]",
                "steps: [{body: {}}]",
                "steps: [{call: GET /services, boddy: {}}]",
                "steps: [{call: services}]",
                "steps: [{call: GET /services, advance: P1D}]",
                "steps: [{call: GET /services, expect: ok}]",
                "steps: [{call: GET /services, expect: 99}]",
                "steps: [{call: GET /services, expect: 600}]",
                "steps: [{call: GET /services, as: params}]",
                "steps: [{call: GET /services, as: 1st}]",
                "steps: [{advance: soon}]",
                "steps: [{advance: PT0S}]",
                "steps: [{advance: -P1D}]",
                "steps: [{advance: P1D, as: x}]",
                "steps: [{repeat: 0, steps: []}]",
                "steps: [{repeat: 1001, steps: []}]",
                "steps: [{repeat: 2}]",
                "values: []",
            })
    void whatCannotBeReadIsInvalid(String yaml) {
        assertThatExceptionOfType(BrokenScenario.class).isThrownBy(() -> read(yaml));
        assertThat(errors(yaml)).isNotEmpty();
    }
}
