# Built with the development packages; only what runs is taken over below.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# The sources are not there yet: the build follows as a step of its own, and this one stays cached.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-bookworm-slim
ENV NODE_ENV=production \
    WATTSTEWARD_DATA_DIR=/data \
    WATTSTEWARD_BIND=0.0.0.0
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/deploy/docker ./deploy/docker
# The only place that is written: everything else may be read-only.
RUN install -d -m 700 -o node -g node /data
USER node
VOLUME /data
EXPOSE 8080 1883 8883 8083
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["node", "deploy/docker/healthcheck.mjs"]
CMD ["node", "dist/wattsteward.js"]
