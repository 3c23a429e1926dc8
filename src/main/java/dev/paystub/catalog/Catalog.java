package dev.paystub.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * The products and operating systems that can be ordered, read once from {@code catalog.yaml} when
 * they are first needed.
 */
@Component
public class Catalog {

    private final SingletonSupplier<Contents> contents = SingletonSupplier.of(Catalog::read);

    private record Contents(List<Product> products, List<String> images) {}

    private static Contents read() {
        var binder = binder();
        return new Contents(
                binder.bind("products", Bindable.listOf(Product.class)).get(),
                binder.bind("images", Bindable.listOf(String.class)).get());
    }

    private static Binder binder() {
        try {
            var sources = new MutablePropertySources();
            new YamlPropertySourceLoader()
                    .load("catalog", new ClassPathResource("catalog.yaml"))
                    .forEach(sources::addLast);
            return new Binder(ConfigurationPropertySources.from(sources));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all products in the order of the file. */
    public List<Product> products() {
        return contents.obtain().products();
    }

    public Optional<Product> find(long pid) {
        return products().stream().filter(product -> product.pid() == pid).findFirst();
    }

    /** Returns the operating systems for a server; the first is the default. */
    public List<String> images() {
        return contents.obtain().images();
    }
}
