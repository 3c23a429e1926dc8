package dev.paystub.world;

import dev.paystub.account.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;
import org.springframework.util.function.SingletonSupplier;

/**
 * A YAML file of the rows with which accounts begin: named sections, each bound to its module's
 * record.
 */
public final class SeedFile {

    /** Matches whole dates and instants; a card's expiry is neither. */
    private static final Pattern DATE =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})(T[0-9:.]+Z)?");

    private static final Pattern AS_OF =
            Pattern.compile("^as-of: *([0-9]{4}-[0-9]{2}-[0-9]{2}) *$", Pattern.MULTILINE);

    private final String name;
    private final String fingerprint;
    private final @Nullable LocalDate asOf;

    /** Read when first needed: most databases have the rows already. */
    private final SingletonSupplier<List<PropertySource<?>>> properties;

    private final SingletonSupplier<Binder> binder;

    private SeedFile(
            String name,
            String fingerprint,
            @Nullable LocalDate asOf,
            Supplier<List<PropertySource<?>>> properties) {
        this.name = name;
        this.fingerprint = fingerprint;
        this.asOf = asOf;
        this.properties = SingletonSupplier.of(properties);
        this.binder = SingletonSupplier.of(() -> binderOf(this.properties.obtain()));
    }

    private static Binder binderOf(List<PropertySource<?>> properties) {
        var sources = new MutablePropertySources();
        properties.forEach(sources::addLast);
        return new Binder(ConfigurationPropertySources.from(sources));
    }

    static SeedFile read(Resource resource) {
        try {
            var name = String.valueOf(resource.getFilename());
            var text = resource.getContentAsString(StandardCharsets.UTF_8);
            var asOf = AS_OF.matcher(text);
            return new SeedFile(
                    name,
                    Tokens.of(text, 0, 40),
                    asOf.find() ? LocalDate.parse(asOf.group(1)) : null,
                    () -> load(name, resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<PropertySource<?>> load(String name, Resource resource) {
        try {
            return new YamlPropertySourceLoader().load(name, resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns by how many years the file's {@code as-of} date is later than the day of an instant,
     * rounded up; 0 when it is not later.
     */
    int yearsAfter(Instant at) {
        if (asOf == null) {
            return 0;
        }
        var day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        var years = Math.max(0, asOf.getYear() - day.getYear());
        return asOf.minusYears(years).isAfter(day) ? years + 1 : years;
    }

    /** Returns a copy in which every date and instant is that many years earlier. */
    SeedFile earlier(int years) {
        var shifted = new TreeMap<String, Object>();
        for (var source : properties.obtain()) {
            if (source.getSource() instanceof Map<?, ?> values) {
                values.forEach((key, value) ->
                        shifted.put(String.valueOf(key), earlier(String.valueOf(value), years)));
            }
        }
        return new SeedFile(
                name, fingerprint, asOf, () -> List.of(new MapPropertySource(name, shifted)));
    }

    private static String earlier(String value, int years) {
        var date = DATE.matcher(value);
        return date.matches()
                ? LocalDate.parse(date.group(1)).minusYears(years)
                        + (date.group(2) == null ? "" : date.group(2))
                : value;
    }

    /** Returns the rows of a section; empty when the file has no such section. */
    public <T> List<T> list(String section, Class<T> type) {
        return binder.obtain().bind(section, Bindable.listOf(type)).orElseGet(List::of);
    }

    /** Returns a section of names and numbers. */
    Map<String, Long> numbers(String section) {
        return binder.obtain()
                .bind(section, Bindable.mapOf(String.class, Long.class))
                .orElseGet(Map::of);
    }

    /** A hash of the file's content, which changes with it. */
    String fingerprint() {
        return fingerprint;
    }

    @Override
    public String toString() {
        return name;
    }
}
