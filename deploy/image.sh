#!/usr/bin/env bash
# Builds the container image with the .NET SDK alone, as an archive: artifacts/sluice.tar. No container engine is needed;
# `docker load`, `podman load` or `skopeo copy docker-archive:…` takes the archive from there.
# Arguments are handed to dotnet publish, for instance -p:ContainerBaseImage=registry.example.com/base:1.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet publish src/Sluice -c Release -t:PublishContainer -p:ContinuousIntegrationBuild=true \
  -p:ContainerArchiveOutputPath="$PWD/artifacts/sluice.tar" "$@"
