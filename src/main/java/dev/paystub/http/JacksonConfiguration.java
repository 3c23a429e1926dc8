package dev.paystub.http;

import java.util.List;
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
                        .withCoercionConfig(
                                LogicalType.Textual,
                                text -> {
                                    // the documents require a string here: a number is an error of
                                    // the caller
                                    text.setCoercion(
                                            CoercionInputShape.Integer, CoercionAction.Fail);
                                    text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                                    text.setCoercion(
                                            CoercionInputShape.Boolean, CoercionAction.Fail);
                                })
                        .withCoercionConfig(
                                LogicalType.Integer,
                                number -> {
                                    number.setCoercion(
                                            CoercionInputShape.String, CoercionAction.Fail);
                                    number.setCoercion(
                                            CoercionInputShape.EmptyString, CoercionAction.Fail);
                                    number.setCoercion(
                                            CoercionInputShape.Float, CoercionAction.Fail);
                                })
                        .withCoercionConfig(
                                LogicalType.Float,
                                number -> {
                                    number.setCoercion(
                                            CoercionInputShape.String, CoercionAction.Fail);
                                    number.setCoercion(
                                            CoercionInputShape.EmptyString, CoercionAction.Fail);
                                });
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
