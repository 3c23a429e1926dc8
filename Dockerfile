# The sandbox as an image: docker build -t paystub . && docker run --rm -p 8080:8080 paystub

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY . .
# The cache mount keeps Maven's downloads for the next build, and out of the image.
# The profile has Spring find out now what it would find out at every start.
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -Paot -Dmaven.test.skip=true package
RUN java -Djarmode=tools -jar target/paystub-*.jar extract --layers \
        --application-filename paystub.jar --destination layers

FROM eclipse-temurin:25-jre
WORKDIR /app
# The libraries first: they change seldom, so that most new images share their layer.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
# A start as training, with a few requests: their classes come loaded and linked from the cache.
# The cache fits this JVM, these flags and this class path only, so it is made here and not in the stage above.
RUN ["bash", "-euc", "\
    java -XX:AOTCacheOutput=paystub.aot -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dspring.aot.enabled=true -jar paystub.jar & \
    java -jar paystub.jar readyz --wait --timeout 5m; \
    ask() { \
        exec 3<>/dev/tcp/127.0.0.1/8080; \
        printf '%s HTTP/1.0\r\nX-API-Key: training\r\nAuthorization: Bearer training\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' \"$1\" ${#2} \"$2\" >&3; \
        read -r _ status _ <&3; cat <&3 >/dev/null; [ $status = 200 ]; \
    }; \
    ask 'GET /billing/invoices' ''; ask 'GET /v1/organizations/list' ''; ask 'GET /sandbox/clock' ''; ask 'GET /console/' ''; \
    ask 'POST /billing/invoices/funds' '{\"amount\":10}'; ask 'POST /sandbox/clock/advance' '{\"by\":\"P1M\"}'; \
    kill %1; wait %1 || [ $? = 143 ]; test -s paystub.aot"]
# By number, so that a platform can see it is not root. Nothing but /tmp is ever written.
USER 10001:10001
EXPOSE 8080
# The first check begins a moment after the start and waits, so that the container is healthy as soon as it is ready.
# A JVM for a moment costs 0.15 s of a processor; what the user tells the server's JVM, such as a debugger's port, is not for this one.
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --start-interval=250ms \
    CMD ["env", "-u", "JAVA_TOOL_OPTIONS", "-u", "JDK_JAVA_OPTIONS", \
        "java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m", "-jar", "paystub.jar", "readyz", "--wait", "--timeout", "5s"]
# Of the collectors, Serial is the smallest and as fast as any on few cores. Without the second compiler it is ready in half the
# time and a test run's few thousand requests take less of the processor; docs/performance.md has the numbers, and how to
# have it for long load. What the JVM finds of its cache unusable it makes anew, and need not tell in the log, which may be JSON.
# JAVA_TOOL_OPTIONS is left to the user.
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", \
    "-XX:AOTCache=paystub.aot", "-Xlog:aot*=error", "-Dspring.aot.enabled=true", "-jar", "paystub.jar"]
