package dev.paystub.stripe.js;

import dev.paystub.http.PublicUrl;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.JavaScriptUtils;

/**
 * Serves the stand-in for Stripe.js at every address at which a page or the npm package loads the
 * vendor's script. Any web page may load it.
 */
@RestController
@Hidden
class StripeJsController {

    /**
     * The path of a release train, a lower-case word. The excluded words begin addresses of this
     * server.
     */
    private static final String TRAIN =
            "/{train:(?!(?:billing|services|sandbox|checkout|portal|crypto|console|demo|docs|stripe|assets|webjars)$)[a-z]+}";

    private static final MediaType JAVASCRIPT =
            new MediaType("text", "javascript", StandardCharsets.UTF_8);

    /** The placeholder in the script for the address of this server. */
    private static final String SERVER = "{{server}}";

    private final String script;
    private final PublicUrl publicUrl;

    StripeJsController(
            @Value("classpath:static/stripe-js/stripe.js") Resource script, PublicUrl publicUrl)
            throws IOException {
        this.script = script.getContentAsString(StandardCharsets.UTF_8);
        this.publicUrl = publicUrl;
    }

    @GetMapping({"/v3", "/v3/", "/v3/stripe.js", TRAIN + "/stripe.js"})
    ResponseEntity<String> script() {
        var server = JavaScriptUtils.javaScriptEscape(publicUrl.of("")).replace("\\/", "/");
        var text = script.replace(SERVER, server);
        return ResponseEntity.ok()
                .contentType(JAVASCRIPT)
                .cacheControl(CacheControl.noCache())
                .eTag(DigestUtils.md5DigestAsHex(text.getBytes(StandardCharsets.UTF_8)))
                .header("Access-Control-Allow-Origin", "*")
                .header("Cross-Origin-Resource-Policy", "cross-origin")
                .header("X-Content-Type-Options", "nosniff")
                .body(text);
    }
}
