package dev.paystub.stripe.js;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Sets the headers of the frames with the card fields. Any page may embed the frames; they load
 * nothing from other servers and connect to this server only.
 */
@Configuration(proxyBeanMethods = false)
class StripeJsFrameHeaders implements WebMvcConfigurer {

    private static final String FRAMES = "/stripe-js/**";

    /** The star covers all websites; apps and local files have schemes of their own. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:;"
                    + " connect-src 'self'; form-action 'none'; base-uri 'none';"
                    + " frame-ancestors * data: blob: file: capacitor: ionic:";

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new Headers()).addPathPatterns(FRAMES);
    }

    private static final class Headers implements HandlerInterceptor {

        @Override
        public boolean preHandle(
                HttpServletRequest request, HttpServletResponse response, Object handler) {
            response.setHeader("Content-Security-Policy", POLICY);
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("Referrer-Policy", "no-referrer");
            response.setHeader("Cache-Control", "no-cache");
            response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
            return true;
        }
    }
}
