# The web app, then the program with the app inside, then nothing else.
FROM node:20-bookworm-slim AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY web/ ./
COPY api/openapi.yaml ../api/openapi.yaml
RUN npm run build

FROM golang:1.26-bookworm AS program
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=web /src/web/dist ./web/dist
COPY --from=web /src/internal/paper/fonts ./internal/paper/fonts
ARG VERSION=development
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X caravan/internal/cli.version=${VERSION}" -o /caravan . \
 && mkdir /data

FROM scratch
COPY --from=program /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=program /caravan /caravan
COPY --from=program --chown=65532:65532 /data /data
USER 65532:65532
WORKDIR /
ENV CARAVAN_DATA=/data CARAVAN_ADDR=0.0.0.0:8080 CARAVAN_ADMIN_ADDR=127.0.0.1:8081 CARAVAN_LOG_FORMAT=json
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["/caravan", "health"]
ENTRYPOINT ["/caravan"]
CMD ["serve"]
