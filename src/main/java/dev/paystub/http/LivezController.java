package dev.paystub.http;

import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says that the server answers; needs no key. */
@RestController
@Hidden
class LivezController {

    @GetMapping("/livez")
    Map<String, String> livez() {
        return Map.of("status", "UP");
    }
}
