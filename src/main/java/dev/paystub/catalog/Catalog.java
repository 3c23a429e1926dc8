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

/** The products and operating systems that can be ordered, read once from {@code catalog.yaml}. */
@Component
public class Catalog {

    private final List<Product> products;
    private final List<String> images;

    Catalog() {
        var binder = read();
        this.products = binder.bind("products", Bindable.listOf(Product.class)).get();
        this.images = binder.bind("images", Bindable.listOf(String.class)).get();
    }

    private static Binder read() {
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
        return products;
    }

    public Optional<Product> find(long pid) {
        return products.stream().filter(product -> product.pid() == pid).findFirst();
    }

    /** Returns the operating systems for a server; the first is the default. */
    public List<String> images() {
        return images;
    }
}
