package dev.paystub.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.Resource;

/** A readable file of rows to begin with: named sections, each bound to its module's record. */
public final class SeedFile {

    private final String name;
    private final Binder binder;
    private final String fingerprint;

    private SeedFile(String name, Binder binder, String fingerprint) {
        this.name = name;
        this.binder = binder;
        this.fingerprint = fingerprint;
    }

    static SeedFile read(Resource resource) {
        try {
            var sources = new MutablePropertySources();
            var name = String.valueOf(resource.getFilename());
            new YamlPropertySourceLoader().load(name, resource).forEach(sources::addLast);
            var text = resource.getContentAsString(StandardCharsets.UTF_8);
            return new SeedFile(
                    name,
                    new Binder(ConfigurationPropertySources.from(sources)),
                    Tokens.of(text, 0, 40));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of a section; none when the file has no such section. */
    public <T> List<T> list(String section, Class<T> type) {
        return binder.bind(section, Bindable.listOf(type)).orElseGet(List::of);
    }

    /** The entries of a section of names and numbers. */
    Map<String, Long> numbers(String section) {
        return binder.bind(section, Bindable.mapOf(String.class, Long.class)).orElseGet(Map::of);
    }

    /** Changes with the file's content. */
    String fingerprint() {
        return fingerprint;
    }

    @Override
    public String toString() {
        return name;
    }
}
