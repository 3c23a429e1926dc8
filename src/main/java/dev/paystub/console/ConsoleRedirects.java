package dev.paystub.console;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;
import org.webjars.WebJarVersionLocator;

/**
 * Redirects the server's root to the console, and serves the index pages of console, demo and API
 * documents. The last shows the documents of {@code openapi/} by Swagger UI, from its WebJar.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleRedirects implements WebMvcConfigurer {

    private static final String SWAGGER_UI = "swagger-ui";

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/", "/console/");
        for (var page : new String[] {"/console", "/demo", "/docs"}) {
            registry.addRedirectViewController(page, page + "/");
            registry.addViewController(page + "/").setViewName("forward:" + page + "/index.html");
        }
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/docs/openapi/*.yaml")
                .addResourceLocations("classpath:/openapi/contract/");
        registry.addResourceHandler("/docs/swagger-ui/*")
                .addResourceLocations("classpath:/META-INF/resources/webjars/" + SWAGGER_UI + "/")
                .resourceChain(true)
                .addResolver(new NewestVersion());
    }

    /** Finds the files of a WebJar, whose folder has its version in its name, on first use. */
    private static final class NewestVersion extends PathResourceResolver {

        private final SingletonSupplier<String> version =
                SingletonSupplier.ofNullable(() -> new WebJarVersionLocator().version(SWAGGER_UI));

        @Override
        protected @Nullable Resource getResource(String path, Resource location)
                throws IOException {
            return super.getResource(version.obtain() + "/" + path, location);
        }
    }
}
