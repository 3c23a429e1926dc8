package dev.paystub.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiSurfaceTests {

    private static final ErrorFormat FORMAT =
            error -> ErrorFormat.ErrorResponse.json(error.status(), error.message());

    private final ApiSurface stripe = ApiSurface.of("stripe", "/v1/**").errors(FORMAT).build();
    private final ApiSurface cloud = ApiSurface.of("cloud", "/v1/organizations/**").build();
    private final ApiSurface page = ApiSurface.of("page", "/v1/organizations/page").build();
    private final ApiSurfaces surfaces = new ApiSurfaces(List.of(stripe, cloud, page));

    @ParameterizedTest
    @CsvSource({
        "/v1, stripe",
        "/v1/customers, stripe",
        "/v1/organizationsx, stripe",
        "/v1/organizations, cloud",
        "/v1/organizations/list, cloud",
        "/v1/organizations/page, page",
        "/v1/organizations/page/below, cloud",
        "/v1x, everything else",
        "/, everything else"
    })
    void pathBelongsToTheSurfaceWithTheLongestMatch(String path, String surface) {
        assertThat(surfaces.of(path).name()).isEqualTo(surface);
    }

    @ParameterizedTest
    @CsvSource({"/v1;odd/customers, true", "/v1%2fcustomers, true", "/v1x, false"})
    void errorOfAnOddPathIsWordedByTheApiThatItBeginsLike(String sent, boolean worded) {
        assertThat(surfaces.errorFormat(sent).isPresent()).isEqualTo(worded);
    }

    @Test
    void surfaceIsClosedToPagesAndUnjournalledUnlessItSaysMore() {
        assertThat(cloud.isJournalled()).isFalse();
        assertThat(cloud.hasKey()).isFalse();
        assertThat(cloud.document()).isNull();
    }
}
