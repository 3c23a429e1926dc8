package dev.paystub.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The index of a document: a line for each operation, and the components at its end. */
class ContractIndexTests {

    @Test
    void componentsAreTheLastLineWhateverItSays() {
        var index =
                ContractIndex.parse(
                        "shop",
                        """
                        GET /parts {"id":"listParts","names":[],"outcomes":["200"],"parameters":[],\
                        "bodyRequired":false,"responses":{"200":{"application/json":\
                        {"$ref":"#/components/schemas/Part"}}}}
                        components {"schemas":{"Part":{"type":"string",\
                        "description":"one of the components of a machine"}}}
                        """);

        assertThat(index.operations()).hasSize(1);
        var parts = index.find(ContractIndex.segments("/parts"), "GET");
        assertThat(parts).isNotNull();
        assertThat(parts.details().response(200)).containsKey("application/json");
    }
}
