package dev.paystub.stripe;

import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A page of a list in Stripe's envelope (docs.stripe.com/api/pagination). */
@JsonNaming(SnakeCaseStrategy.class)
public record ListJson(String object, List<Object> data, boolean hasMore, String url) {

    public static <T> ListJson of(Paging.Part<T> part, String url, Function<T, Object> shape) {
        return new ListJson("list", part.data().stream().map(shape).toList(), part.hasMore(), url);
    }
}
