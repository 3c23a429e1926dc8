package dev.paystub.http;

import java.util.List;
import java.util.function.Consumer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.xml.Jaxb2RootElementHttpMessageConverter;
import org.springframework.http.converter.yaml.JacksonYamlHttpMessageConverter;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.type.LogicalType;

/** Reads only JSON, strictly, and writes JSON whatever the {@code Accept} header says. */
@Configuration(proxyBeanMethods = false)
class JacksonConfiguration implements WebMvcConfigurer {

    @Bean
    JsonFactory jsonFactory() {
        return new BoundedJson();
    }

    @Bean
    JsonMapperBuilderCustomizer strictReading() {
        return builder ->
                builder.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                        // the documents require a string: a number is an error of the caller
                        .withCoercionConfig(
                                LogicalType.Textual,
                                refusing(
                                        CoercionInputShape.Integer,
                                        CoercionInputShape.Float,
                                        CoercionInputShape.Boolean))
                        .withCoercionConfig(
                                LogicalType.Integer,
                                refusing(
                                        CoercionInputShape.String,
                                        CoercionInputShape.EmptyString,
                                        CoercionInputShape.Float))
                        .withCoercionConfig(
                                LogicalType.Float,
                                refusing(
                                        CoercionInputShape.String, CoercionInputShape.EmptyString));
    }

    private static Consumer<MutableCoercionConfig> refusing(CoercionInputShape... shapes) {
        return type -> {
            for (var shape : shapes) {
                type.setCoercion(shape, CoercionAction.Fail);
            }
        };
    }

    /**
     * Removes the converters of YAML and XML, which Spring adds because libraries bring parsers.
     * They would read bodies that the documents do not have, and without the bounds of {@link
     * BoundedJson}.
     */
    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        converters.configureMessageConvertersList(list ->
                list.removeIf(converter ->
                        converter instanceof JacksonYamlHttpMessageConverter
                                || converter instanceof Jaxb2RootElementHttpMessageConverter));
    }

    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
        negotiation.strategies(List.of(request -> List.of(MediaType.ALL)));
    }
}
