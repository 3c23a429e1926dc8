# The sandbox as an image: docker build -t paystub . && docker run --rm -p 8080:8080 paystub

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY . .
# The cache mount keeps Maven's downloads for the next build, and out of the image.
# The profile aot moves Spring's analysis of the beans from each start to the build.
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -Paot -Dmaven.test.skip=true package
RUN java -Djarmode=tools -jar target/paystub-*.jar extract --layers \
        --application-filename paystub.jar --destination layers

FROM eclipse-temurin:25-jre
WORKDIR /app
# The libraries first: they change rarely, so most new images share their layer.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
# A training run with a few requests: later starts take the classes loaded and linked from the cache.
# The cache is valid for this JVM, these flags and this class path only, so it is created in this stage.
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
# A number, so that a platform can verify it is not root. The server writes to /tmp only.
USER 10001:10001
EXPOSE 8080
# The first check runs right after the start and waits, so that the container is healthy as soon as it is ready.
# A check costs 0.15 s of a processor. It drops the options of the server's JVM, such as a debugger's port.
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --start-interval=250ms \
    CMD ["env", "-u", "JAVA_TOOL_OPTIONS", "-u", "JDK_JAVA_OPTIONS", \
        "java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m", "-jar", "paystub.jar", "readyz", "--wait", "--timeout", "5s"]
# The serial collector is the smallest, and as fast as any on few cores. Without the C2 compiler the server is ready in half
# the time, and a test run's few thousand requests cost less; docs/performance.md has the numbers, and the options for long
# load. Warnings about an unusable cache stay out of the log, which may be JSON: the JVM then works without the cache.
# JAVA_TOOL_OPTIONS is left to the user.
# A heap that begins with 48 MB has room for the objects of the cache: with less, which is the default of a container of 512 MB
# or smaller, the JVM ends at once. A small young generation and one arena of malloc leave a container of 256 MB enough.
ENV MALLOC_ARENA_MAX=1
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms48m", "-Xmn16m", "-XX:MaxRAMPercentage=40", "-XX:+ExitOnOutOfMemoryError", \
    "-XX:AOTCache=paystub.aot", "-Xlog:aot*=error", "-Dspring.aot.enabled=true", "-jar", "paystub.jar"]
