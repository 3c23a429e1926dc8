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
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;

/**
 * A YAML file of the rows with which accounts begin: named sections, each bound to its module's
 * record.
 */
public final class SeedFile {

    /** Matches whole dates and instants; a card's expiry is neither. */
    private static final Pattern DATE =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})(T[0-9:.]+Z)?");

    private final String name;
    private final List<PropertySource<?>> properties;
    private final Binder binder;
    private final String fingerprint;

    private SeedFile(String name, List<PropertySource<?>> properties, String fingerprint) {
        var sources = new MutablePropertySources();
        properties.forEach(sources::addLast);
        this.name = name;
        this.properties = properties;
        this.binder = new Binder(ConfigurationPropertySources.from(sources));
        this.fingerprint = fingerprint;
    }

    static SeedFile read(Resource resource) {
        try {
            var name = String.valueOf(resource.getFilename());
            var text = resource.getContentAsString(StandardCharsets.UTF_8);
            return new SeedFile(
                    name,
                    new YamlPropertySourceLoader().load(name, resource),
                    Tokens.of(text, 0, 40));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns by how many years the file's {@code as-of} date is later than the day of an instant,
     * rounded up; 0 when it is not later.
     */
    int yearsAfter(Instant at) {
        var day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        var asOf = binder.bind("as-of", String.class).map(LocalDate::parse).orElse(day);
        var years = Math.max(0, asOf.getYear() - day.getYear());
        return asOf.minusYears(years).isAfter(day) ? years + 1 : years;
    }

    /** Returns a copy in which every date and instant is that many years earlier. */
    SeedFile earlier(int years) {
        var shifted = new TreeMap<String, Object>();
        for (var source : properties) {
            if (source.getSource() instanceof Map<?, ?> values) {
                values.forEach((key, value) ->
                        shifted.put(String.valueOf(key), earlier(String.valueOf(value), years)));
            }
        }
        return new SeedFile(name, List.of(new MapPropertySource(name, shifted)), fingerprint);
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
        return binder.bind(section, Bindable.listOf(type)).orElseGet(List::of);
    }

    /** Returns a section of names and numbers. */
    Map<String, Long> numbers(String section) {
        return binder.bind(section, Bindable.mapOf(String.class, Long.class)).orElseGet(Map::of);
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
