# The sandbox as an image: docker build -t paystub . && docker run --rm -p 8080:8080 paystub

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY . .
# The cache mount keeps Maven's downloads for the next build, and out of the image.
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -Dmaven.test.skip=true package
RUN java -Djarmode=tools -jar target/paystub-*.jar extract --layers \
        --application-filename paystub.jar --destination layers

FROM eclipse-temurin:25-jre
WORKDIR /app
# The libraries first: they change seldom, so that most new images share their layer.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
# One start as training: classes come loaded and linked from the cache, which halves the time to the first answer.
# The cache fits this JVM and this class path only, so it is made here and not in the stage above.
RUN java -XX:AOTCacheOutput=paystub.aot -XX:+UseSerialGC -Dspring.context.exit=onRefresh -jar paystub.jar
# By number, so that a platform can see it is not root. Nothing but /tmp is ever written.
USER 10001:10001
EXPOSE 8080
# The base image has no HTTP client; bash can open the connection itself.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --start-interval=1s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${PAYSTUB_PORT:-${PORT:-8080}} && printf 'GET /livez HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
# Of the collectors, Serial is the smallest and as fast as any on few cores. JAVA_TOOL_OPTIONS is left to the user.
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", \
    "-XX:AOTCache=paystub.aot", "-jar", "paystub.jar"]
