package dev.paystub.nowpayments;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The supported coins, in the order of {@code currencies.yaml}, read when they are first needed.
 */
@Component
class Currencies {

    private final SingletonSupplier<Map<String, Currency>> byTicker;

    Currencies(@Value("classpath:currencies.yaml") Resource file) {
        this.byTicker = SingletonSupplier.of(() -> read(file));
    }

    /** Reads the file; an invalid entry is reported by name. */
    private static Map<String, Currency> read(Resource file) {
        var byTicker = new LinkedHashMap<String, Currency>();
        var binder = new Binder(ConfigurationPropertySources.from(load(file)));
        int index = 0;
        for (var next = entry(binder, 0); next != null; next = entry(binder, ++index)) {
            if (byTicker.putIfAbsent(next.ticker(), next) != null) {
                throw new IllegalStateException(
                        "currencies.yaml lists %s twice".formatted(next.ticker()));
            }
        }
        if (byTicker.isEmpty()) {
            throw new IllegalStateException("currencies.yaml has no list named currencies");
        }
        return byTicker;
    }

    /** Returns every coin's ticker, in the order of the file. */
    List<String> tickers() {
        return List.copyOf(byTicker.obtain().keySet());
    }

    /** Returns the currency of that ticker, in upper or lower case. */
    Optional<Currency> find(String ticker) {
        return Optional.ofNullable(byTicker.obtain().get(ticker.toLowerCase(Locale.ROOT)));
    }

    private static List<PropertySource<?>> load(Resource file) {
        try {
            return new YamlPropertySourceLoader().load("currencies.yaml", file);
        } catch (IOException | IllegalStateException | YAMLException e) {
            throw new IllegalStateException("currencies.yaml cannot be read: " + reason(e), e);
        }
    }

    /** Binds one entry at a time, so that an error can name its entry. */
    private static @Nullable Currency entry(Binder binder, int index) {
        String entry = "currencies[%d]".formatted(index);
        var refuseUnknownKeys = new NoUnboundElementsBindHandler(BindHandler.DEFAULT);
        try {
            return binder.bind(entry, Bindable.of(Currency.class), refuseUnknownKeys).orElse(null);
        } catch (BindException e) {
            String ticker = binder.bind(entry + ".ticker", String.class).orElse("no ticker");
            throw new IllegalStateException(
                    "currencies.yaml, entry %d (%s), at %s: %s"
                            .formatted(index + 1, ticker, e.getName(), reason(e)),
                    e);
        }
    }

    /** Returns the innermost message, since the outer ones say only that binding failed. */
    private static @Nullable String reason(Exception e) {
        return NestedExceptionUtils.getMostSpecificCause(e).getMessage();
    }
}
